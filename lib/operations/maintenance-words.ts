import { inTenant } from "@/db/client";
import { findMaintenance, type MaintenanceRow } from "@/db/queries/maintenance";
import { notFound } from "@/lib/domain/errors";
import type { MaintenanceWordsInput } from "@/lib/domain/maintenance-preview";
import { permit } from "@/lib/domain/permission";
import { nextOccurrences } from "@/lib/domain/recurrence";
import type { TenantScope } from "@/lib/domain/scope";
import type { SubscriberChannel } from "@/lib/domain/subscriber";
import type { Interval, Ms } from "@/lib/domain/time";
import type { Broadcast } from "./announced-pages";
import { countAudience } from "./announcements";
import { workAnnouncements } from "./maintenance-announcements";
import { requireComponents } from "./maintenances";

/** What is told at once of a plan; null of a change that only pages show. */
export type PlanEvent = "scheduled" | "started" | "changed";

export type MaintenanceWords = {
  event: PlanEvent | null;
  /** Whether subscribers are told of this maintenance at all. */
  isTold: boolean;
  /** The turn that is spoken of. */
  window: Interval;
  pages: readonly { name: string; notice: Broadcast }[];
  /** Whom it would be sent to now, each person once. */
  recipients: Record<SubscriberChannel, number>;
};

/** What pages and mails would say, and to how many, if this plan were announced now. Writes nothing. */
export function previewMaintenanceWords(
  scope: TenantScope,
  input: MaintenanceWordsInput,
  now: Ms,
): Promise<MaintenanceWords> {
  permit(scope, "write");
  const { maintenance_id: id, title, body, components } = input;
  return inTenant(scope, async (tx) => {
    await requireComponents(tx, components);
    const stored = id === undefined ? null : await findMaintenance(tx, id);
    if (stored === undefined) throw notFound("maintenance");
    const [window = { from: input.from, to: input.to }] = nextOccurrences(input, now, 1);
    const event = eventOf(stored, input, window, now);
    const isTold = stored?.notify ?? input.notify;
    const work = { id: id ?? "mnt_preview", title, componentIds: components };
    const announcements =
      event === null || !isTold ? [] : await workAnnouncements(tx, work, { event, ...window, body });
    return {
      ...{ event, isTold, window },
      pages: announcements.map(({ page, notice }) => ({ name: page.name, notice })),
      recipients: await countAudience(tx, announcements),
    };
  });
}

/** Title and text change where they stand; only another plan is announced anew. */
function eventOf(
  stored: MaintenanceRow | null,
  input: MaintenanceWordsInput,
  window: Interval,
  now: Ms,
): PlanEvent | null {
  if (stored === null) return window.from <= now ? "started" : "scheduled";
  const plan = [input.from, input.to, input.timezone, input.rrule, input.components].join();
  const before = [stored.from, stored.to, stored.timezone, stored.rrule, stored.componentIds].join();
  return plan === before ? null : "changed";
}
