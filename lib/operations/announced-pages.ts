import type { TenantTx } from "@/db/client";
import { listPublishedPages, listShownComponents, type PageRow } from "@/db/queries/page";
import type { NoticeTemplate } from "@/lib/domain/notice";
import type { ToldSubject } from "@/lib/domain/subscriber";
import { type PagePart, partsOf } from "@/lib/domain/subscription";
import type { MailPage, ToldSlots } from "@/lib/domain/told";
import { pageAppearance } from "./page-appearance";

type BroadcastTemplate = Extract<
  NoticeTemplate,
  "incident_opened" | "incident_updated" | "incident_resolved" | "postmortem" | "maintenance"
>;

/** A template with what it is filled with, the recipient's own doors apart. */
export type Broadcast = {
  [Name in BroadcastTemplate]: { template: Name; slots: ToldSlots[Name] };
}[BroadcastTemplate];

/** What one page's subscribers are told. */
export type Announcement = { page: PageRow; told: ToldSubject; notice: Broadcast };

/** Every published page that shows something of a subject, with what its subscribers are told of it. */
export async function announcedPages(
  tx: TenantTx,
  subjectOf: (parts: readonly PagePart[]) => ToldSubject | null,
  noticeOf: (page: MailPage, parts: readonly PagePart[]) => Broadcast,
): Promise<Announcement[]> {
  const [pages, components] = [await listPublishedPages(tx), await listShownComponents(tx)];
  const announcements: Announcement[] = [];
  for (const { publication: _, ...page } of pages) {
    const parts = partsOf(components, page.components);
    const told = subjectOf(parts);
    if (told === null) continue;
    announcements.push({ page, told, notice: noticeOf(await pageAppearance(tx, page), parts) });
  }
  return announcements;
}
