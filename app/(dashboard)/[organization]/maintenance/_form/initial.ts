import { exactLocalText, localText } from "@/lib/domain/local-time";
import type { MaintenanceView } from "@/lib/domain/maintenance";
import { repeatOf } from "@/lib/domain/repeat";
import { hourMs, type Ms } from "@/lib/domain/time";

/** What stands in the fields of the form at first, by field name; of repeated fields line by line. */
export type Typed = Record<string, string>;

/** A component as the form offers it. */
export type Offered = { id: string; name: string; group: string | null };

/** How long before people can be reminded, in minutes. */
export const reminderChoices = [
  { minutes: 10_080, label: "A week before" },
  { minutes: 1_440, label: "A day before" },
  { minutes: 60, label: "An hour before" },
  { minutes: 15, label: "15 minutes before" },
] as const;

/** Two hours from three days on, at the full hour of the reader's own zone. */
export function newMaintenanceFields(now: Ms, zone: string): Typed {
  const from = Math.ceil((now + 72 * hourMs) / hourMs) * hourMs;
  return {
    from: localText(from, zone).slice(0, 16),
    to: localText(from + 2 * hourMs, zone).slice(0, 16),
    timezone: zone,
    repeat: "once",
    reminders: "1440\n60",
    complete: "true",
    notify: "true",
  };
}

export function fieldsOfMaintenance(view: MaintenanceView): Typed {
  const { from, to, timezone } = view;
  const local = (instant: Ms) =>
    instant % 60_000 === 0 ? localText(instant, timezone).slice(0, 16) : exactLocalText(instant, timezone);
  return {
    title: view.title,
    body: view.body,
    from: local(from),
    to: local(to),
    timezone,
    repeat: repeatOf(view.rrule, from, timezone),
    rrule: view.rrule ?? "",
    components: view.componentIds.join("\n"),
    reminders: view.notifyBeforeMinutes.join("\n"),
    complete: view.completeAutomatically ? "true" : "",
  };
}
