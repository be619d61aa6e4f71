import { z } from "zod";
import { maintenanceFields } from "./maintenance";
import type { AnnouncedWork, CommitmentEffect } from "./maintenance-effect";
import { nextOccurrences, occurrencesOf, planComplaint } from "./recurrence";
import { dayMs, formatInstant, type Interval, type Ms } from "./time";

const planFields = {
  from: maintenanceFields.from,
  to: maintenanceFields.to,
  timezone: maintenanceFields.timezone.default("UTC"),
  rrule: maintenanceFields.rrule.default(null),
  components: maintenanceFields.components,
  /** Of a maintenance that is being changed: its plan so far is left out. */
  maintenance_id: z.string().max(100).optional(),
};

function refusePlan(plan: Parameters<typeof planComplaint>[0], context: z.RefinementCtx): void {
  const complaint = planComplaint(plan);
  if (complaint) context.addIssue({ code: "custom", path: [complaint.path], message: complaint.message });
}

/** Body of `POST /maintenances/effect`. */
export const maintenancePreviewInput = z
  .strictObject(planFields)
  .superRefine(refusePlan)
  .meta({ id: "MaintenanceEffectInput" });
export type MaintenancePreviewInput = z.output<typeof maintenancePreviewInput>;

/** The form's plan with its words, however unfinished these are. */
export const maintenanceWordsInput = z
  .strictObject({
    ...planFields,
    title: z.string().max(200),
    body: z.string().max(20_000),
    notify: z.boolean(),
  })
  .superRefine(refusePlan);
export type MaintenanceWordsInput = z.output<typeof maintenanceWordsInput>;

/** What a plan would mean. `commitments` is null for those who may not see contracts. */
export type MaintenancePreview = {
  /** From now to the first start; negative when it has begun. */
  noticeSeconds: number;
  next: readonly Interval[];
  commitments: readonly CommitmentEffect[] | null;
};

/** The windows that a plan has within a year of its first, on each component, announced at `now`. */
export function plannedWork(input: MaintenancePreviewInput, now: Ms): AnnouncedWork[] {
  const year = { from: input.from, to: input.from + 366 * dayMs };
  return occurrencesOf(input, year).flatMap((window) =>
    input.components.map((componentId) => ({ ...window, componentId, announcedAt: now })),
  );
}

/** The first windows of a plan, as its author should see them before anybody else does. */
export function firstWindows(plan: Parameters<typeof nextOccurrences>[0], count: number): Interval[] {
  return nextOccurrences(plan, plan.from, count);
}

const instant = z.iso.datetime({ precision: 3 });
const windowObject = z.object({ from: instant, to: instant });

const commitmentObject = z.object({
  contract_id: z.string(),
  contract: z.string(),
  service: z.string(),
  excluded: z
    .boolean()
    .meta({ description: "Whether the contract leaves announced maintenance out at all." }),
  notice_needed_seconds: z.int(),
  notice_enough: z.boolean(),
  cap_seconds: z.int().nullable(),
  cap_scope: z.enum(["period", "calendar_year"]),
  within: windowObject,
  used_seconds: z.int(),
  planned_seconds: z.int(),
  uncovered_seconds: z.int().meta({ description: "Over the cap, or announced too late." }),
});

export const maintenancePreviewObject = z
  .object({
    notice_seconds: z.int(),
    next_occurrences: z.array(windowObject),
    commitments: z
      .array(commitmentObject)
      .nullable()
      .meta({ description: "null without the `finance` permission." }),
  })
  .meta({ id: "MaintenanceEffect" });

export function maintenancePreviewObjectOf(
  preview: MaintenancePreview,
): z.input<typeof maintenancePreviewObject> {
  return {
    notice_seconds: preview.noticeSeconds,
    next_occurrences: preview.next.map(windowOf),
    commitments: preview.commitments === null ? null : preview.commitments.map(commitmentOf),
  };
}

function commitmentOf(effect: CommitmentEffect): z.input<typeof commitmentObject> {
  return {
    ...{ contract_id: effect.contractId, contract: effect.contractName, service: effect.service },
    ...{ excluded: effect.isExcluded, notice_needed_seconds: effect.noticeNeededSeconds },
    ...{ notice_enough: effect.isNoticeEnough, cap_seconds: effect.capSeconds, cap_scope: effect.capScope },
    ...{ within: windowOf(effect.within), used_seconds: effect.usedSeconds },
    ...{ planned_seconds: effect.plannedSeconds, uncovered_seconds: effect.uncoveredSeconds },
  };
}

function windowOf({ from, to }: Interval) {
  return { from: formatInstant(from), to: formatInstant(to) };
}
