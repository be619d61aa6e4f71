import { z } from "zod";
import {
  type MaintenanceUpdate,
  type MaintenanceView,
  maintenanceStatuses,
  type Occurrence,
} from "./maintenance";
import { formatInstant, type Ms } from "./time";

const instant = z.iso.datetime({ precision: 3 });
const status = z.enum(maintenanceStatuses);

const maintenanceUpdateObject = z
  .object({ id: z.string(), occurrence: instant, status, body: z.string(), at: instant, actor: z.string() })
  .meta({ id: "MaintenanceUpdate" });

const occurrenceObject = z
  .object({
    occurrence: instant.meta({ description: "The start its plan first gave it; its name for ever." }),
    from: instant,
    to: instant,
    status,
    started_at: instant.nullable(),
    ended_at: instant.nullable(),
    announced: z.array(z.object({ from: instant, to: instant, announced_at: instant })),
  })
  .meta({ id: "MaintenanceOccurrence" });

/** A maintenance as REST and outbound webhooks show it. */
export const maintenanceObject = z
  .object({
    id: z.string(),
    title: z.string(),
    body: z.string(),
    status,
    from: instant,
    to: instant,
    timezone: z.string(),
    rrule: z.string().nullable(),
    components: z.array(z.string()),
    notify_before_minutes: z.array(z.int()),
    complete_automatically: z.boolean(),
    announced_at: instant,
    current: occurrenceObject,
    overrun: z.boolean(),
    next_occurrences: z.array(z.object({ from: instant, to: instant })),
    updates: z.array(maintenanceUpdateObject),
    cancelled_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.int(),
  })
  .meta({ id: "Maintenance" });
export type MaintenanceObject = z.input<typeof maintenanceObject>;

export function maintenanceObjectOf(view: MaintenanceView): MaintenanceObject {
  return {
    ...{ id: view.id, title: view.title, body: view.body, status: view.current.status },
    ...{ from: formatInstant(view.from), to: formatInstant(view.to) },
    ...{ timezone: view.timezone, rrule: view.rrule, components: [...view.componentIds] },
    notify_before_minutes: [...view.notifyBeforeMinutes],
    complete_automatically: view.completeAutomatically,
    announced_at: formatInstant(view.announcedAt),
    current: occurrenceOf(view.current),
    overrun: view.isOverrun,
    next_occurrences: view.next.map(({ from, to }) => ({ from: formatInstant(from), to: formatInstant(to) })),
    updates: view.updates.map(updateOf),
    cancelled_at: orNull(view.cancelledAt),
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    version: view.version,
  };
}

function occurrenceOf(each: Occurrence): MaintenanceObject["current"] {
  return {
    occurrence: formatInstant(each.key),
    ...{ from: formatInstant(each.from), to: formatInstant(each.to), status: each.status },
    ...{ started_at: orNull(each.startedAt), ended_at: orNull(each.endedAt) },
    announced: each.parts.map(({ from, to, announcedAt }) => ({
      ...{ from: formatInstant(from), to: formatInstant(to), announced_at: formatInstant(announcedAt) },
    })),
  };
}

function updateOf(update: MaintenanceUpdate): MaintenanceObject["updates"][number] {
  const { id, occurrence, status: said, body, at, actor } = update;
  return { id, occurrence: formatInstant(occurrence), status: said, body, at: formatInstant(at), actor };
}

function orNull(instantOrNull: Ms | null): string | null {
  return instantOrNull === null ? null : formatInstant(instantOrNull);
}
