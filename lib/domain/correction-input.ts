import { z } from "zod";
import { historyInstant, reasonInput } from "./import";
import { states } from "./state";
import { dayMs, type Interval } from "./time";

/**
 * Why a stretch was as it was, in the words contracts exclude by: an act outside anybody's control, the customer's own
 * doing, somebody else's service, announced or urgent work, a suspended account, a preview, a limit the customer
 * reached, or ours after all.
 */
export const causes = [
  "force_majeure",
  "customer_caused",
  "third_party",
  "planned",
  "emergency_maintenance",
  "suspension",
  "beta",
  "quota",
  "own_fault",
] as const;

/** Ten years: longer is a typing error. */
const correctionMaxMs = 3_660 * dayMs;

/** Body of `POST /components/{id}/ledger/corrections`. */
export const correctionInput = z
  .strictObject({
    from: historyInstant,
    to: historyInstant,
    state: z.enum(states, `must be one of ${states.join(", ")}`).optional(),
    cause: z.enum(causes, `must be one of ${causes.join(", ")}`).optional(),
    /** Share of the component that was affected; decimals are text. */
    affected_ratio: z
      .string()
      .regex(/^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/, 'must be a decimal between "0" and "1"')
      .optional(),
    reason: reasonInput,
    /** The seq of the correction that this one takes the place of. */
    supersedes: z.int().min(1).optional(),
  })
  .superRefine(({ from, to, state, cause, affected_ratio }, context) => {
    const complain = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (to <= from) complain("to", "must be after from");
    if (to - from > correctionMaxMs) complain("to", "must be within ten years of from");
    if (state === undefined && cause === undefined && affected_ratio === undefined)
      complain("state", "a correction needs a state, a cause or an affected ratio");
  })
  .meta({ id: "LedgerCorrection" });
export type CorrectionInput = z.output<typeof correctionInput>;

/** A calendar month in UTC, `2026-10`. */
export type UtcMonth = Interval & { month: string };

/** The UTC months an interval touches, in order. */
export function monthsOf({ from, to }: Interval): UtcMonth[] {
  const months: UtcMonth[] = [];
  const first = new Date(from);
  for (
    let year = first.getUTCFullYear(), month = first.getUTCMonth();
    Date.UTC(year, month) < to;
    month += 1
  ) {
    const start = Date.UTC(year, month);
    months.push({
      month: new Date(start).toISOString().slice(0, 7),
      from: start,
      to: Date.UTC(year, month + 1),
    });
  }
  return months;
}
