import { z } from "zod";
import { instantInput } from "./input";
import { bases } from "./state";
import { dayMs, type Interval, type Ms } from "./time";

/** Query of `GET /components/{id}/timeline`; without a window the last 90 days. */
export const timelineInput = z
  .strictObject({
    from: instantInput.optional(),
    to: instantInput.optional(),
    basis: z.enum(bases, `must be one of ${bases.join(", ")}`).default("worst"),
    as_of: instantInput.optional(),
  })
  .superRefine(({ from, to }, context) => {
    if (from === undefined || to === undefined || from < to) return;
    context.addIssue({ code: "custom", path: ["to"], message: "must be after from" });
  });
export type TimelineInput = z.output<typeof timelineInput>;

const defaultWindowMs = 90 * dayMs;

/** The window asked for, cut at now (RULES R2); empty when all of it lies ahead. */
export function timelineWindow(input: Pick<TimelineInput, "from" | "to">, now: Ms): Interval {
  const to = Math.min(input.to ?? now, now);
  const from = input.from ?? (input.to ?? now) - defaultWindowMs;
  return { from: Math.min(from, to), to };
}
