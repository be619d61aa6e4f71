import { renderMail } from "@/emails/render";
import { clockTime } from "@/lib/domain/duration";
import type { FilledTemplate } from "@/lib/domain/notice";
import type { Ms } from "@/lib/domain/time";
import type { IncidentPreview } from "@/lib/operations/incident-preview";
import { renderMarkdown } from "@/lib/render/markdown";

/** A preview as the composer draws it. */
export type ShownPreview = {
  title: string;
  status: string;
  bodyHtml: string;
  /** "14:33 CET"; null when no next word is promised. */
  nextUpdate: string | null;
  components: readonly { id: string; state: string }[];
  mails: readonly { page: string; subject: string; text: string }[];
  recipients: number;
  messages: number;
};

/** Renders what pages and mails would say; the text of a mail is the part that every reader's program can show. */
export async function showPreview(
  { incident, pages, recipients }: IncidentPreview,
  zone: string,
  now: Ms,
): Promise<ShownPreview> {
  const word = incident.updates.at(-1);
  const mails = pages.map(async ({ name, notice }) => {
    const slots = { ...notice.slots, preferences: "#", unsubscribe: "#" };
    const mail = await renderMail({ template: notice.template, slots } as FilledTemplate, {
      locale: "en",
      timezone: zone,
    });
    return { page: name, subject: mail.subject, text: mail.text };
  });
  const { email, ...others } = recipients;
  return {
    title: incident.title,
    status: incident.status,
    bodyHtml: renderMarkdown(word?.body ?? ""),
    nextUpdate: word?.nextUpdateAt ? clockTime(word.nextUpdateAt, zone, now) : null,
    components: word?.states ?? [],
    mails: await Promise.all(mails),
    recipients: email,
    messages: Object.values(others).reduce((sum, count) => sum + count, 0),
  };
}
