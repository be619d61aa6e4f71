import { sha256Hex } from "@/lib/domain/hash";
import { type GroupView, type PageView, type ShownComponent, worstState } from "@/lib/domain/page-view";
import type { State } from "@/lib/domain/state";
import { formatInstant, utcDate } from "@/lib/domain/time";
import { languageOf } from "./words/language";

/** Machines read these files, and they read English. */
const english = languageOf("en");

export type Component = {
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

/** A group is a component that names its members; it stands before them. */
export function componentsOf(view: PageView): Component[] {
  return view.groups.flatMap((group, index) => {
    if (group.name === null)
      return group.components.map((component, at) => leaf(component, view, index + at + 1, null));
    const id = groupId(view.page.id, group.name);
    const leaves = group.components.map((component, at) => leaf(component, view, at + 1, id));
    return [groupOf(id, group, group.name, view, index + 1), ...leaves];
  });
}

/** What is hidden until it fails is in no list; incidents that are over go on naming it. */
export function hiddenOf(view: PageView): Component[] {
  return view.hidden.map((component, at) =>
    leaf(component, view, at + 1, component.group === null ? null : groupId(view.page.id, component.group)),
  );
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
export function statusWord(state: State): Exclude<State, "unknown"> {
  return state === "unknown" ? "degraded_performance" : state;
}

function descriptionOf(
  { state, since, description }: ShownComponent,
  { page, now }: PageView,
): string | null {
  if (state !== "unknown") return description;
  return since === null ? "No data yet" : `No data since ${english.instant(since, page.timezone, now)}`;
}

function changedAt({ since, updatedAt }: ShownComponent): number {
  return Math.max(since ?? updatedAt, updatedAt);
}
