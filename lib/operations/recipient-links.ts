import type { NoticeTemplate } from "@/lib/domain/notice";
import { preferencesAddress, unsubscribeBeside } from "@/lib/signed-link";

/** A recipient as its delivery knows it; `notice` are the slots it shares with all others. */
export type LinkedRecipient = {
  organizationId: string;
  recipientId: string | null;
  template: NoticeTemplate;
  slots: Readonly<Record<string, string>>;
  notice: Readonly<Record<string, unknown>>;
};

export type RecipientLinks = {
  /** More slots of the recipient, such as the address of its own preferences. */
  slots: Readonly<Record<string, string>>;
  /** Takes the POST of RFC 8058; null of mail that nobody subscribed to. */
  unsubscribeUrl: string | null;
};

/**
 * What is worked out for a recipient at the last moment instead of being stored with every copy: the doors of a
 * subscriber or contact, whose copy carries only the generation of its links. Whoever was named with doors keeps those.
 */
export function linksOf({ organizationId, recipientId, slots, notice }: LinkedRecipient): RecipientLinks {
  const { generation, unsubscribe } = slots;
  if (recipientId === null || generation === undefined)
    return { slots: {}, unsubscribeUrl: unsubscribe ?? null };
  const holder = { organizationId, id: recipientId, generation: Number(generation) };
  const preferences = preferencesAddress(holder);
  const doors = { preferences, unsubscribe: unsubscribeBeside(preferences) };
  const { creditId } = notice;
  const memo = typeof creditId === "string" ? { memoLink: `${preferences}/memo/${creditId}.pdf` } : {};
  return { slots: { ...doors, ...memo }, unsubscribeUrl: doors.unsubscribe };
}
