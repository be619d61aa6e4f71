import { z } from "zod";

const line = (max: number) => z.string().max(max);

/**
 * What a run found besides its verdict, for whoever looks into it: bounded, and kept only where there is something.
 * In the shape of the door, as probes report it and the database keeps it.
 */
export const findings = z
  .strictObject({
    /** Each redirect that was followed. */
    redirects: z
      .array(z.strictObject({ status: z.int(), location: line(300) }))
      .max(20)
      .optional(),
    certificate: z
      .strictObject({
        subject: line(300),
        issuer: line(300),
        valid_to: line(40),
        /** How many names it is good for. */
        names: z.int(),
        protocol: line(20),
        ocsp: z.enum(["good", "revoked", "unknown", "not_stapled", "unreadable"]).optional(),
      })
      .optional(),
    /** Answers of a name server, in the notation of zone files, sorted. */
    records: z.array(line(300)).max(50).optional(),
    /** The step of a journey that failed, from 1. */
    failed_step: z.int().optional(),
  })
  .meta({ id: "Findings" });
export type Findings = z.infer<typeof findings>;

/** Text as findings keep it: at most `max` characters. */
export function shorten(text: string, max = 300): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}
