import { renderMail } from "@/emails/render";
import type { FilledTemplate } from "@/lib/domain/notice";
import type { SubscriberChannel } from "@/lib/domain/subscriber";
import type { Broadcast } from "@/lib/operations/announced-pages";

/** Mails of several pages about one thing, and to how many they go. */
export type ShownMails = {
  mails: readonly { page: string; subject: string; text: string }[];
  recipients: number;
  /** Chats and webhooks. */
  messages: number;
};

/**
 * What would be sent, by the templates that send it; the text of a mail is the part that every reader's program can
 * show. Times are in `zone`, as each reader's are in its own.
 */
export async function showMails(
  pages: readonly { name: string; notice: Broadcast }[],
  { email, ...others }: Record<SubscriberChannel, number>,
  zone: string,
): Promise<ShownMails> {
  const mails = pages.map(async ({ name, notice }) => {
    const slots = { ...notice.slots, preferences: "#", unsubscribe: "#" };
    const filled = { template: notice.template, slots } as FilledTemplate;
    const { subject, text } = await renderMail(filled, { locale: "en", timezone: zone });
    // The doors are each recipient's own; their place is left out.
    return { page: name, subject, text: text.replaceAll(/ #$/gm, "") };
  });
  return {
    mails: await Promise.all(mails),
    recipients: email,
    messages: Object.values(others).reduce((sum, count) => sum + count, 0),
  };
}
