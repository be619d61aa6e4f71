import type { Fields } from "@/app/_server/form";
import { parseLocal } from "@/lib/domain/local-time";
import { type Repeat, repeats, ruleOf } from "@/lib/domain/repeat";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { isZone } from "@/lib/domain/zone";

/** The form as the body of `POST /maintenances`; its times are on the clock of the zone it names. */
export function readMaintenance(fields: Fields): Record<string, unknown> {
  return {
    ...readPatch(fields),
    notify: fields.checked("notify"),
  };
}

/** The same as the body of `PATCH /maintenances/{id}`. */
export function readPatch(fields: Fields): Record<string, unknown> {
  return {
    title: fields.text("title") ?? "",
    body: fields.text("body") ?? "",
    ...readPlan(fields),
    notify_before_minutes: fields.all("reminders").map(Number),
    complete_automatically: fields.checked("complete"),
  };
}

/** What the preview looks at: the plan, its words and whether they are told. */
export function readWords(fields: Fields): Record<string, unknown> {
  return {
    title: fields.text("title")?.trim() ?? "",
    body: fields.text("body")?.trim() ?? "",
    notify: fields.checked("notify"),
    ...readPlan(fields),
  };
}

/** When and what it touches. Times that cannot be read stay, to be complained about. */
function readPlan(fields: Fields): Record<string, unknown> {
  const timezone = fields.text("timezone")?.trim() ?? "";
  const zone = isZone(timezone) ? timezone : "UTC";
  const [from, to] = [instantIn(fields, "from", zone), instantIn(fields, "to", zone)];
  return {
    from: typeof from === "number" ? formatInstant(from) : from,
    to: typeof to === "number" ? formatInstant(to) : to,
    timezone,
    rrule: ruleIn(fields, typeof from === "number" ? from : 0, zone),
    components: fields.all("components"),
  };
}

function instantIn(fields: Fields, name: string, zone: string): Ms | string {
  const text = fields.text(name) ?? "";
  return parseLocal(text, zone) ?? text;
}

function ruleIn(fields: Fields, from: Ms, zone: string): string | null {
  const repeat = repeats.find((each) => each === fields.text("repeat")) ?? ("once" satisfies Repeat);
  if (repeat === "once") return null;
  if (repeat === "custom") return fields.text("rrule")?.trim() ?? "";
  const until = fields.text("until")?.replaceAll("-", "");
  const rule = ruleOf(repeat, from, zone);
  return until ? `${rule};UNTIL=${until}` : rule;
}
