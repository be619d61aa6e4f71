import { type ShownMails, showMails } from "@/app/_server/mail-preview";
import type { MaintenancePreview } from "@/lib/domain/maintenance-preview";
import type { Interval } from "@/lib/domain/time";
import type { MaintenanceWords, PlanEvent } from "@/lib/operations/maintenance-words";
import { renderMarkdown } from "@/lib/render/markdown";

/** What pages and mails would say of a plan, as the form draws it. */
export type ShownWords = ShownMails & {
  event: PlanEvent | null;
  isTold: boolean;
  title: string;
  bodyHtml: string;
  window: Interval;
};
export type ShownPlan = MaintenancePreview & { words: ShownWords };

export async function showWords(
  { event, isTold, window, pages, recipients }: MaintenanceWords,
  { title, body }: { title: string; body: string },
  zone: string,
): Promise<ShownWords> {
  const mails = await showMails(pages, recipients, zone);
  return { ...mails, event, isTold, window, title, bodyHtml: renderMarkdown(body) };
}
