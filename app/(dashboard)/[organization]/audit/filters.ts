import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { auditLogInput } from "@/lib/domain/audit-log";
import type { Ms } from "@/lib/domain/time";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** The log's filters as the screen writes them: whole days of the reader's zone instead of instants. */
export const auditSearch = auditLogInput
  .omit({ from: true, to: true })
  .extend({ first_day: day.optional(), last_day: day.optional() });
export type AuditSearch = z.output<typeof auditSearch>;

/** The window [from, to) of whole days on a clock in `zone`; a day that does not exist bounds nothing. */
export function daysOf({ first_day, last_day }: AuditSearch, zone: string): { from?: Ms; to?: Ms } {
  const from = midnight(first_day, zone, 0);
  const to = midnight(last_day, zone, 1);
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

function midnight(text: string | undefined, zone: string, daysLater: number): Ms | null {
  if (text === undefined) return null;
  try {
    const date = Temporal.PlainDate.from(text, { overflow: "reject" }).add({ days: daysLater });
    return date.toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}
