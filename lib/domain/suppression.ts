import { z } from "zod";
import { addressInput } from "./address";
import { pageInput } from "./input";
import type { Ms } from "./time";

/** Why nothing is sent to an address: the mail came back for good, its reader called it spam, or a person said so. */
export const suppressionReasons = ["hard_bounce", "complaint", "manual"] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

export type Suppression = {
  id: string;
  address: string;
  addressKey: string;
  reason: SuppressionReason;
  detail: string | null;
  deliveryId: string | null;
  createdAt: Ms;
};

export const suppressionInput = z.strictObject({
  address: addressInput,
  detail: z.string().trim().max(500, "must be at most 500 characters").optional(),
});
export type SuppressionInput = z.output<typeof suppressionInput>;

export const listSuppressionsInput = pageInput.extend({
  q: z.string().trim().max(200).optional(),
  reason: z.enum(suppressionReasons, `must be one of ${suppressionReasons.join(", ")}`).optional(),
});
export type ListSuppressionsInput = z.output<typeof listSuppressionsInput>;

/** The sentence that a suppressed copy carries. */
export function suppressionSentence({ reason, detail }: Pick<Suppression, "reason" | "detail">): string {
  const why = {
    hard_bounce: "an earlier mail to this address came back for good",
    complaint: "its reader marked an earlier mail as spam",
    manual: "the organization asked us not to write to it",
  }[reason];
  return detail === null ? why : `${why}: ${detail}`;
}
