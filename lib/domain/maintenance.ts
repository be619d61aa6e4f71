import { z } from "zod";
import { instantInput, nameInput, pageInput } from "./input";
import { planComplaint } from "./recurrence";
import type { Ms } from "./time";
import { isZone } from "./zone";

/** Statuspage's words for what people see of one maintenance, and `cancelled`. */
export const maintenanceStatuses = [
  "scheduled",
  "in_progress",
  "verifying",
  "completed",
  "cancelled",
] as const;
export type MaintenanceStatus = (typeof maintenanceStatuses)[number];

/** Most components of one maintenance: as many chains as one transaction may lock (RULES R1.7). */
const maintainedMax = 50;
/** Rows of a recurring maintenance exist for occurrences that begin within this time; others are computed. */
export const horizonDays = 31;

const zone = z
  .string()
  .refine(isZone, "must be an IANA time zone, as in Europe/Berlin")
  .meta({ example: "Europe/Berlin" });

export const maintenanceFields = {
  title: nameInput.meta({ example: "Database upgrade" }),
  /** Markdown. */
  body: z.string().trim().max(20_000, "must be at most 20,000 characters"),
  from: instantInput,
  to: instantInput,
  timezone: zone,
  /** RFC 5545; the time of day is that of `from`. */
  rrule: z.string().trim().min(1).max(500).nullable().meta({ example: "FREQ=MONTHLY;BYDAY=-1SU" }),
  components: z
    .array(z.string().min(1).max(100))
    .min(1, "must name at least one component")
    .max(maintainedMax, `must name at most ${maintainedMax} components`)
    .transform((ids) => [...new Set(ids)].sort()),
  notify_before_minutes: z
    .array(
      z
        .int()
        .min(5)
        .max(30 * 1_440),
    )
    .max(5, "must hold at most 5 reminders")
    .transform((minutes) => [...new Set(minutes)].sort((a, b) => b - a)),
  /** false: at the planned end a person has to complete it; until then it overruns. */
  complete_automatically: z.boolean(),
};

/** Body of `POST /maintenances` and of the form. */
export const maintenanceInput = z
  .strictObject({
    title: maintenanceFields.title,
    body: maintenanceFields.body.default(""),
    from: maintenanceFields.from,
    to: maintenanceFields.to,
    timezone: maintenanceFields.timezone.default("UTC"),
    rrule: maintenanceFields.rrule.default(null),
    components: maintenanceFields.components,
    notify_before_minutes: maintenanceFields.notify_before_minutes.default([1_440, 60]),
    complete_automatically: maintenanceFields.complete_automatically.default(true),
    /** false: nobody is told by mail; pages, feeds and webhooks say it all the same. */
    notify: z.boolean().default(true),
  })
  .superRefine((plan, context) => {
    const complaint = planComplaint(plan);
    if (complaint) context.addIssue({ code: "custom", path: [complaint.path], message: complaint.message });
  })
  .meta({ id: "MaintenanceInput" });
export type MaintenanceInput = z.output<typeof maintenanceInput>;

/** Query of `GET /maintenances`. `upcoming` ones are scheduled, running or recurring; `past` ones are over. */
export const maintenanceListInput = pageInput.extend({
  q: z.string().max(200).optional(),
  when: z.enum(["upcoming", "past"]).optional(),
  component: z.string().max(100).optional(),
});
export type MaintenanceListInput = z.output<typeof maintenanceListInput>;

/** A stretch of an occurrence's window and when it was first announced (RULES R4.6). */
export type AnnouncedPart = { from: Ms; to: Ms; announcedAt: Ms };

/** One occurrence: the whole of a maintenance that happens once. `key` is the start that its plan first gave it. */
export type Occurrence = {
  key: Ms;
  from: Ms;
  to: Ms;
  status: MaintenanceStatus;
  startedAt: Ms | null;
  endedAt: Ms | null;
  parts: readonly AnnouncedPart[];
};

export type MaintenanceUpdate = {
  id: string;
  /** Of the occurrence it speaks of. */
  occurrence: Ms;
  status: MaintenanceStatus;
  body: string;
  at: Ms;
  actor: string;
};

/** A maintenance as members and clients see it. */
export type MaintenanceView = {
  id: string;
  title: string;
  body: string;
  from: Ms;
  to: Ms;
  timezone: string;
  rrule: string | null;
  componentIds: readonly string[];
  notifyBeforeMinutes: readonly number[];
  completeAutomatically: boolean;
  /** The running occurrence, else the next one, else the last. */
  current: Occurrence;
  /** Past its planned end and still running. */
  isOverrun: boolean;
  /** Windows still to come after the current one; at most five. */
  next: readonly { from: Ms; to: Ms }[];
  announcedAt: Ms;
  updates: readonly MaintenanceUpdate[];
  cancelledAt: Ms | null;
  createdAt: Ms;
  updatedAt: Ms;
  version: number;
};

/** One occurrence as pages, feeds and calendars show it. */
export type PublicMaintenance = {
  maintenanceId: string;
  /** Tells the occurrences of a recurring one apart, and names this one for ever. */
  occurrenceFrom: Ms;
  title: string;
  /** Markdown. */
  body: string;
  componentIds: readonly string[];
  status: MaintenanceStatus;
  from: Ms;
  to: Ms;
  timezone: string;
  /** null: happens once. */
  rrule: string | null;
  startedAt: Ms | null;
  endedAt: Ms | null;
  parts: readonly AnnouncedPart[];
  /** When its window, or the earliest part of it, was first published. */
  announcedAt: Ms;
  createdAt: Ms;
  /** Of the last word or turn. */
  updatedAt: Ms;
  /** False where it stands on pages alone. */
  notify?: boolean;
  /** Newest first. */
  updates: readonly Pick<MaintenanceUpdate, "id" | "status" | "body" | "at">[];
};
