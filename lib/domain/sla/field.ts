import { z } from "zod";
import { compare, decimal, whole } from "./rational";

/** Whole seconds of a term: at most a little over 31 years. */
const secondsMax = 1_000_000_000;
/** The largest amount of minor units, and count of requests, that a JSON number carries exactly. */
const exactMax = Number.MAX_SAFE_INTEGER;

/** A decimal as text, so that it is exactly what was agreed: "99.95". */
export const decimalField = z
  .string()
  .max(30, "must have at most 30 digits")
  .regex(/^\d+(\.\d+)?$/, "must be a decimal such as 99.95, without a sign");

/** A decimal of at most `max`. */
export function decimalUpTo(max: number) {
  return decimalField.refine(
    (text) => !/^\d+(\.\d+)?$/.test(text) || compare(decimal(text), whole(max)) <= 0,
    `must be at most ${max}`,
  );
}

export const positiveDecimal = decimalField.refine((text) => /[1-9]/.test(text), "must be more than 0");

export const percentField = decimalUpTo(100);
/** A share of one: "0.5". */
export const shareField = decimalUpTo(1);

export const secondsField = z.int().min(0).max(secondsMax);
export const stepSecondsField = z
  .int()
  .min(1)
  .max(366 * 86_400);
export const minorField = z.int().min(0).max(exactMax);
export const countField = z.int().min(0).max(exactMax);

/** A calendar date that exists: "2024-02-29". */
export const dateField = z.iso.date("must be a date such as 2024-02-29");

export const nameField = z.string().min(1, "must not be empty").max(200);
