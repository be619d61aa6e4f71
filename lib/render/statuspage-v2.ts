import { sha256Hex } from "@/lib/domain/hash";
import {
  type GroupView,
  type Indicator,
  type PageView,
  type ShownComponent,
  worstState,
} from "@/lib/domain/page-view";
import { spokenInstant } from "@/lib/domain/spoken-time";
import type { State } from "@/lib/domain/state";
import { formatInstant, utcDate } from "@/lib/domain/time";
import { staleSentence } from "@/lib/domain/verdict-sentence";
import type { RenderOptions } from "./page-document";

/** Statuspage's sentences for its indicators. */
const descriptions: Record<Indicator, string> = {
  none: "All Systems Operational",
  minor: "Minor Service Outage",
  major: "Partial System Outage",
  critical: "Major Service Outage",
  maintenance: "Service Under Maintenance",
};

type Component = {
  id: string;
  name: string;
  status: Exclude<State, "unknown">;
  created_at: string;
  updated_at: string;
  position: number;
  description: string | null;
  showcase: boolean;
  start_date: string | null;
  group_id: string | null;
  page_id: string;
  group: boolean;
  only_show_if_degraded: boolean;
  /** Of a group alone. */
  components?: string[];
};

/** Every file of Statuspage's public v2 API by its path; names, vocabularies and order of fields are theirs. */
export function renderStatuspageV2(view: PageView, options: RenderOptions): Map<string, string> {
  const page = pageOf(view);
  const status = statusOf(view, options);
  const components = componentsOf(view);
  const files: Record<string, unknown> = {
    summary: { page, components, incidents: [], scheduled_maintenances: [], status },
    status: { page, status },
    components: { page, components },
    incidents: { page, incidents: [] },
    "incidents/unresolved": { page, incidents: [] },
    "scheduled-maintenances": { page, scheduled_maintenances: [] },
    "scheduled-maintenances/upcoming": { page, scheduled_maintenances: [] },
    "scheduled-maintenances/active": { page, scheduled_maintenances: [] },
  };
  return new Map(Object.entries(files).map(([name, file]) => [`/api/v2/${name}.json`, JSON.stringify(file)]));
}

function pageOf({ page, url, now }: PageView) {
  const timeZone = page.timezone === "UTC" ? "Etc/UTC" : page.timezone;
  return { id: page.id, name: page.name, url, time_zone: timeZone, updated_at: formatInstant(now) };
}

function statusOf({ indicator, page, now }: PageView, { isStale }: RenderOptions) {
  const description = descriptions[indicator];
  if (!isStale) return { indicator, description };
  return { indicator, description: `${description}. ${staleSentence(now, page.timezone)}` };
}

function componentsOf(view: PageView): Component[] {
  return view.groups.flatMap((group, index) => {
    if (group.name === null)
      return group.components.map((component, at) => leaf(component, view, index + at + 1, null));
    const id = groupId(view.page.id, group.name);
    const leaves = group.components.map((component, at) => leaf(component, view, at + 1, id));
    return [groupOf(id, group, group.name, view, index + 1), ...leaves];
  });
}

/** A group has no row of its own: its name on its page makes its identifier, and keeps it. */
function groupId(pageId: string, name: string): string {
  return `grp_${sha256Hex(`${pageId}\n${name}`).slice(0, 26)}`;
}

function groupOf(id: string, group: GroupView, name: string, view: PageView, position: number): Component {
  const { components } = group;
  return {
    id,
    name,
    status: statusWord(worstState(components.map(({ state }) => state))),
    created_at: formatInstant(Math.min(...components.map(({ createdAt }) => createdAt))),
    updated_at: formatInstant(Math.max(...components.map(changedAt))),
    position,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: view.page.id,
    group: true,
    only_show_if_degraded: false,
    components: components.map((component) => component.id),
  };
}

function leaf(
  component: ShownComponent,
  view: PageView,
  position: number,
  groupId: string | null,
): Component {
  return {
    id: component.id,
    name: component.name,
    status: statusWord(component.state),
    created_at: formatInstant(component.createdAt),
    updated_at: formatInstant(changedAt(component)),
    position,
    description: descriptionOf(component, view),
    showcase: true,
    start_date: utcDate(component.createdAt),
    group_id: groupId,
    page_id: view.page.id,
    group: false,
    only_show_if_degraded: component.onlyWhenFailing,
  };
}

/** Their vocabulary has no word for unknown (RULES R6.4). */
function statusWord(state: State): Exclude<State, "unknown"> {
  return state === "unknown" ? "degraded_performance" : state;
}

function descriptionOf(
  { state, since, description }: ShownComponent,
  { page, now }: PageView,
): string | null {
  if (state !== "unknown") return description;
  return since === null ? "No data yet" : `No data since ${spokenInstant(since, page.timezone, now)}`;
}

function changedAt({ since, updatedAt }: ShownComponent): number {
  return Math.max(since ?? updatedAt, updatedAt);
}
