import { StateShape } from "@/app/_ui/state";
import type { MaintenanceStatus } from "@/lib/domain/maintenance";
import { repeatOf } from "@/lib/domain/repeat";
import type { Ms } from "@/lib/domain/time";

export const statusWords: Record<MaintenanceStatus, string> = {
  scheduled: "Scheduled",
  in_progress: "In progress",
  verifying: "Verifying",
  completed: "Completed",
  cancelled: "Cancelled",
};

/** Shape and word; what runs carries the maintenance's own shape. */
export function StatusLabel({
  status,
  isOverrun = false,
}: {
  status: MaintenanceStatus;
  isOverrun?: boolean;
}) {
  const isRunning = status === "in_progress" || status === "verifying";
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {isRunning ? <StateShape state="under_maintenance" /> : null}
      <span className={isRunning ? "font-medium" : "text-ink-2"}>{statusWords[status]}</span>
      {isOverrun ? <span className="text-degraded">· over time</span> : null}
    </span>
  );
}

/** How it repeats, as people say it. */
export function repeatWord(rrule: string | null, from: Ms, zone: string): string {
  const words = {
    once: "Once",
    daily: "Daily",
    weekly: "Weekly",
    monthly_day: "Monthly",
    monthly_nth: "Monthly",
    monthly_last: "Monthly",
    custom: "Recurring",
  };
  return words[repeatOf(rrule, from, zone)];
}
