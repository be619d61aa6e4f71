import type { NoticeTemplate } from "@/lib/domain/notice";

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

/** What is worked out for a recipient at the last moment instead of being stored with every copy. */
export function linksOf(_recipient: LinkedRecipient): RecipientLinks {
  return { slots: {}, unsubscribeUrl: null };
}
