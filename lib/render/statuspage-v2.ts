import type { Indicator, PageView } from "@/lib/domain/page-view";
import { formatInstant } from "@/lib/domain/time";
import { componentsOf, hiddenOf } from "./statuspage-v2-component";
import { incidentsOf, maintenancesOf, unresolvedOf } from "./statuspage-v2-incident";
import { fillText, languageOf } from "./words/language";

/** Statuspage's sentences for its indicators. */
const descriptions: Record<Indicator, string> = {
  none: "All Systems Operational",
  minor: "Minor Service Outage",
  major: "Partial System Outage",
  critical: "Major Service Outage",
  maintenance: "Service Under Maintenance",
};

/** Every file of Statuspage's public v2 API by its path; names, vocabularies and order of fields are theirs. */
export function renderStatuspageV2(view: PageView, options: { isStale: boolean }): Map<string, string> {
  const page = pageOf(view);
  const status = statusOf(view, options);
  const components = componentsOf(view);
  const byId = new Map([...components, ...hiddenOf(view)].map((component) => [component.id, component]));
  const unresolved = unresolvedOf(view, byId);
  const { all, upcoming, active } = maintenancesOf(view, byId);
  const soonest = [...active, ...upcoming];
  const files: Record<string, unknown> = {
    summary: { page, components, incidents: unresolved, scheduled_maintenances: soonest, status },
    status: { page, status },
    components: { page, components },
    incidents: { page, incidents: incidentsOf(view, byId) },
    "incidents/unresolved": { page, incidents: unresolved },
    "scheduled-maintenances": { page, scheduled_maintenances: all },
    "scheduled-maintenances/upcoming": { page, scheduled_maintenances: upcoming },
    "scheduled-maintenances/active": { page, scheduled_maintenances: active },
  };
  return new Map(Object.entries(files).map(([name, file]) => [`/api/v2/${name}.json`, JSON.stringify(file)]));
}

function pageOf({ page, url, now }: PageView) {
  const timeZone = page.timezone === "UTC" ? "Etc/UTC" : page.timezone;
  return { id: page.id, name: page.name, url, time_zone: timeZone, updated_at: formatInstant(now) };
}

function statusOf({ indicator, page, now }: PageView, { isStale }: { isStale: boolean }) {
  const description = descriptions[indicator];
  if (!isStale) return { indicator, description };
  const { words, timeOnDay } = languageOf("en");
  const note = fillText(words.notUpdated, { time: timeOnDay(now, page.timezone) }).replace(/\.$/, "");
  return { indicator, description: `${description}. ${note}` };
}
