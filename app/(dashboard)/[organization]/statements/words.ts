import type { Stage } from "@/app/_ui/stage";
import { spokenMonth } from "@/lib/domain/calendar-text";
import { localDate } from "@/lib/domain/sla/calendar";
import type { StatementStatus } from "@/lib/domain/statement";
import type { Ms } from "@/lib/domain/time";

/** How far a statement has come, as the shape beside its status shows. */
export const statusStages: Readonly<Record<StatementStatus, Stage>> = {
  open: "begun",
  settling: "begun",
  ready: "waiting",
  closed: "done",
};

/** The months a filter offers: this one and the two years before it, latest first. */
export function monthOptions(now: Ms, zone: string): { value: string; label: string }[] {
  const [year = 0, month = 1] = localDate(now, zone).split("-").map(Number);
  return Array.from({ length: 25 }, (_, back) => {
    const index = year * 12 + month - 1 - back;
    const value = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
    return { value, label: spokenMonth(value) };
  });
}
