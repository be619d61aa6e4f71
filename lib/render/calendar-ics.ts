import { isRunning, occurrenceId, type PageMaintenance } from "@/lib/domain/page-happening";
import type { PageView } from "@/lib/domain/page-view";
import { dayMs } from "@/lib/domain/time";
import { markdownToText } from "./markdown";
import { maintenancePath } from "./page-maintenance";
import { icsLocal, icsUtc, timezoneLines } from "./timezone-ics";
import type { Language } from "./words/language";

/** How far ahead the zones of recurring work are written out. */
const zonesAheadMs = 6 * 366 * dayMs;

/**
 * Planned work as an iCalendar (RFC 5545): what happens once in UTC, what recurs as one event with its rule in its own
 * zone, dates that left the rule as exceptions, and dates that were as events of their own.
 */
export function renderCalendar(view: PageView, language: Language): string {
  const series = Map.groupBy(
    view.maintenances.filter((each) => each.rrule !== null),
    (each) => each.maintenanceId,
  );
  const events = [
    ...view.maintenances
      .filter((each) => each.rrule === null)
      .flatMap((each) => single(each, view, language)),
    ...[...series.values()].flatMap((dates) => recurring(dates, view, language)),
  ];
  const zones = [
    ...new Set([...series.values()].flatMap((dates) => dates.slice(0, 1).map((each) => each.timezone))),
  ];
  const window = { from: view.historyFrom, to: view.now + zonesAheadMs };
  return [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Probity//Maintenance//EN", "CALSCALE:GREGORIAN"],
    ...["METHOD:PUBLISH", property("X-WR-CALNAME", view.page.name), "REFRESH-INTERVAL;VALUE=DURATION:PT1H"],
    ...zones.filter((zone) => zone !== "UTC").flatMap((zone) => timezoneLines(zone, window)),
    ...events,
    "END:VCALENDAR",
  ]
    .map(folded)
    .join("");
}

function single(each: PageMaintenance, view: PageView, language: Language): string[] {
  const times = [`DTSTART:${icsUtc(each.from)}`, `DTEND:${icsUtc(each.to)}`];
  return event(each, uid(occurrenceId(each)), times, view, language);
}

/** A rule counts its dates from its first, which a page may no longer know: such a rule is told date by date. */
function recurring(dates: readonly PageMaintenance[], view: PageView, language: Language): string[] {
  const coming = dates.filter((each) => each.status === "scheduled" || each.status === "cancelled");
  const past = dates.filter((each) => !coming.includes(each));
  const first = coming.find((each) => each.status === "scheduled" && each.from === each.occurrenceFrom);
  if (first?.rrule == null || /(?:^|;)COUNT=/i.test(first.rrule))
    return dates.flatMap((each) => single(each, view, language));
  const rest = coming.filter((each) => each.occurrenceFrom >= first.occurrenceFrom);
  const earlier = [...past, ...coming.filter((each) => !rest.includes(each))];
  const length = first.to - first.from;
  const moved = rest.filter((each) => each.from !== each.occurrenceFrom || each.to - each.from !== length);
  const skipped = rest.filter((each) => each.status === "cancelled");
  const master = [
    ...[local("DTSTART", first.from, first), local("DTEND", first.to, first)],
    `RRULE:${first.rrule.replace(/^RRULE:/i, "")}`,
    ...skipped.map((each) => local("EXDATE", each.occurrenceFrom, first)),
    // A date that runs or ran although the rule is yet to come to it stands by itself.
    ...past
      .filter((each) => isRunning(each) && each.occurrenceFrom >= first.from)
      .map((each) => local("EXDATE", each.occurrenceFrom, first)),
  ];
  const id = uid(first.maintenanceId);
  return [
    ...event(first, id, master, view, language),
    ...moved
      .filter((each) => each.status === "scheduled")
      .flatMap((each) => {
        const times = [
          local("RECURRENCE-ID", each.occurrenceFrom, first),
          ...[local("DTSTART", each.from, first), local("DTEND", each.to, first)],
        ];
        return event(each, id, times, view, language);
      }),
    ...earlier.flatMap((each) => single(each, view, language)),
  ];
}

function event(
  each: PageMaintenance,
  id: string,
  times: readonly string[],
  view: PageView,
  language: Language,
): string[] {
  const said = [each.body, ...each.updates.slice(0, 3).map(({ body }) => body)].filter((body) => body !== "");
  const names = each.componentIds.flatMap((component) => view.names.get(component) ?? []);
  const affected = names.length > 0 ? [language.names(names)] : [];
  return [
    ...[
      "BEGIN:VEVENT",
      `UID:${id}`,
      `DTSTAMP:${icsUtc(each.updatedAt)}`,
      `CREATED:${icsUtc(each.createdAt)}`,
    ],
    ...[`LAST-MODIFIED:${icsUtc(each.updatedAt)}`, ...times],
    property("SUMMARY", each.title),
    property("DESCRIPTION", [...said.map(markdownToText), ...affected].join("\n\n")),
    `URL:${view.url}${maintenancePath(each)}`,
    each.status === "cancelled" ? "STATUS:CANCELLED" : "STATUS:CONFIRMED",
    ...["TRANSP:TRANSPARENT", "END:VEVENT"],
  ];
}

function uid(id: string): string {
  return `${id}@probity`;
}

function local(name: string, instant: number, { timezone }: PageMaintenance): string {
  return timezone === "UTC"
    ? `${name}:${icsUtc(instant)}`
    : `${name};TZID=${timezone}:${icsLocal(instant, timezone)}`;
}

function property(name: string, text: string): string {
  const escaped = text
    .replace(/\p{Cc}/gu, (each) => (each === "\n" ? each : " "))
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
  return `${name}:${escaped}`;
}

/** Lines of at most 75 bytes, continued by a space; a character is never cut in two. */
function folded(line: string): string {
  let text = "";
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 75) {
      text += "\r\n ";
      bytes = 1;
    }
    text += character;
    bytes += size;
  }
  return `${text}\r\n`;
}
