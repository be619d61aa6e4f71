import { type ShownMails, showMails } from "@/app/_server/mail-preview";
import { clockTime } from "@/lib/domain/duration";
import type { Ms } from "@/lib/domain/time";
import type { IncidentPreview } from "@/lib/operations/incident-preview";
import { renderMarkdown } from "@/lib/render/markdown";

/** A preview as the composer draws it. */
export type ShownPreview = ShownMails & {
  title: string;
  status: string;
  bodyHtml: string;
  /** "14:33 CET"; null when no next word is promised. */
  nextUpdate: string | null;
  components: readonly { id: string; state: string }[];
};

/** Renders what pages and mails would say. */
export async function showPreview(
  { incident, pages, recipients }: IncidentPreview,
  zone: string,
  now: Ms,
): Promise<ShownPreview> {
  const word = incident.updates.at(-1);
  return {
    title: incident.title,
    status: incident.status,
    bodyHtml: renderMarkdown(word?.body ?? ""),
    nextUpdate: word?.nextUpdateAt ? clockTime(word.nextUpdateAt, zone, now) : null,
    components: word?.states ?? [],
    ...(await showMails(pages, recipients, zone)),
  };
}
