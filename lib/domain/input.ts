import { z } from "zod";
import { type Ms, parseInstant } from "./time";

/** An instant at the door: RFC 3339 text in, whole milliseconds inside. */
export const instantInput = z
  .string()
  .transform((text, context): Ms => {
    const instant = parseInstant(text);
    if (instant !== null) return instant;
    context.addIssue({
      code: "custom",
      message: "must be an RFC 3339 time with a zone, as in 2026-10-01T00:00:00.000Z",
    });
    return z.NEVER;
  })
  .meta({ format: "date-time", example: "2026-10-01T00:00:00.000Z" });

/** A name people read: trimmed, not empty, one line. */
export const nameInput = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(200, "must be at most 200 characters")
  .regex(/^[^\p{Cc}]*$/u, "must be one line without control characters");

/** `limit` and `cursor` of every list. */
export const pageInput = z.strictObject({
  limit: z.coerce
    .number("must be a whole number")
    .int()
    .min(1, "must be at least 1")
    .max(200, "must be at most 200")
    .default(50),
  cursor: z.string().max(500).optional(),
});
export type PageInput = z.output<typeof pageInput>;

/** One page of a list; `nextCursor` is null on the last. */
export type Page<T> = { items: T[]; nextCursor: string | null };
