import { z } from "zod";
import { percentField, secondsField } from "./field";

const countField = z.int().min(1).max(120);
const daysField = z.int().min(1).max(366);

const periodsBreached = z
  .strictObject({
    kind: z.literal("periods_breached"),
    n: countField,
    within_periods: countField,
    consecutive: z.boolean(),
    /** Only breaches below this count. */
    below: percentField.nullish(),
  })
  .refine(({ n, within_periods }) => n <= within_periods, {
    path: ["within_periods"],
    message: "must be at least n",
  });

const trigger = z.discriminatedUnion("kind", [
  periodsBreached,
  z.strictObject({
    kind: z.literal("downtime_over"),
    seconds: secondsField,
    per: z.union([z.literal("period"), z.strictObject({ rolling_days: daysField })], {
      error: 'must be "period" or rolling_days from 1 to 366',
    }),
  }),
  z.strictObject({
    kind: z.literal("outages"),
    count: z.int().min(1).max(1_000),
    min_seconds: secondsField,
    rolling_days: daysField,
  }),
]);
export type ChronicTrigger = z.output<typeof trigger>;

/** What a chronic failure entitles the customer to, such as to leave: people are told, no money is computed. */
export const chronicRightField = z.strictObject({
  triggers: z.array(trigger).min(1, "must hold at least one trigger").max(10),
  exercise_within_days: daysField,
});
export type ChronicRight = z.output<typeof chronicRightField>;
