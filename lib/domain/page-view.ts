import { type BarDay, type BarRun, barDays, barRuns } from "./bars";
import type { PublicIncident } from "./incident";
import type { LatencyPoint } from "./latency";
import { historyStart, type Month, monthOf } from "./month";
import type { OverallRule, PageComponent, StatusPage } from "./page";
import {
  incidentsOf,
  isOpen,
  isPlanned,
  isRunning,
  maintenancesOf,
  type PageMaintenance,
} from "./page-happening";
import { isDown, type State, type TotalsMs } from "./state";
import { dayMs, type Ms, startOfUtcDay } from "./time";
import { type DayTotals, formatPercent, sumTotals, uptimeOf } from "./uptime";

/** How far back the bars and the longest figure of a page reach. */
export const barCount = 90;

/** What the database knows of one component at one instant, by the page's basis. */
export type SnapshotComponent = {
  id: string;
  name: string;
  description: string | null;
  group: string | null;
  createdAt: Ms;
  updatedAt: Ms;
  state: State;
  /** Since when `state` has been so; null when nothing was ever said. */
  since: Ms | null;
  /** UTC days from the snapshot's `historyFrom` on; a day that is missing is unknown. */
  days: readonly DayTotals[];
};

/** Response times of one component, by the hour; `p50Ms` over all of them. */
export type ComponentLatency = { points: readonly LatencyPoint[]; p50Ms: number | null };

type PageSettings = Pick<
  StatusPage,
  | "id"
  | "slug"
  | "name"
  | "domain"
  | "basis"
  | "timezone"
  | "components"
  | "theme"
  | "locales"
  | "days"
  | "overall"
  | "customerLayer"
>;

/** A dependency that a status page may show beside its component. */
export type ShownDependency = {
  componentId: string;
  provider: string;
  /** What of it; null is the whole of the provider. */
  part: string | null;
  state: State;
  since: Ms;
  /** When the provider was last heard; its word is `unknown` once that is too long ago. */
  heardAt: Ms | null;
};

/** All that a publication is made of: rendering is a pure function of it. `components` in the organization's order. */
export type PageSnapshot = {
  page: PageSettings;
  /** Where the page is read, without a trailing slash. */
  url: string;
  /** In the feed addresses of a private page, for programs that carry no pass; null for a public one. */
  feedToken: string | null;
  components: readonly SnapshotComponent[];
  /** Archived within the days that are told; they stand in the history alone. */
  archived: readonly SnapshotComponent[];
  /** Everything published that is open or ended within the months that are told, of any component. */
  incidents: readonly PublicIncident[];
  maintenances: readonly PageMaintenance[];
  /** By component, where the page shows it. */
  latency: ReadonlyMap<string, ComponentLatency>;
  /** Third parties that the organization shows its readers. */
  dependencies: readonly ShownDependency[];
  /** From which UTC day on days are known; months before have no figures. */
  historyFrom: Ms;
  /** No incident that began since is missing; the months before are read from the archive. */
  wholeFrom: Ms;
  /** What was told before the months that are kept: when first, by component. */
  toldBefore: ReadonlyMap<string, Ms>;
  now: Ms;
};

type UptimeWindow = { days: number; totalsMs: TotalsMs; percent: string | null };

export type ShownComponent = SnapshotComponent & {
  /** Left out of the page while it is operational. */
  onlyWhenFailing: boolean;
  runs: readonly BarRun[];
  /** As many as the page shows, today last. */
  bars: readonly BarDay[];
  /** By length in days, each ending now. */
  windows: readonly UptimeWindow[];
};

/** `name` is null for components that stand alone. */
export type GroupView = { name: string | null; state: State; components: readonly ShownComponent[] };

export type Indicator = "none" | "minor" | "major" | "critical" | "maintenance";

export type PageView = Omit<PageSnapshot, "components"> & {
  groups: readonly GroupView[];
  /** What shows only when it fails, and does not. */
  hidden: readonly ShownComponent[];
  /** Everything that is not operational, worst first, then longest. */
  problems: readonly ShownComponent[];
  indicator: Indicator;
  /** Of `incidents`, those that are not over. */
  open: readonly PublicIncident[];
  /** Of `maintenances`, those that run or begin within a week. */
  planned: readonly PageMaintenance[];
  /** What the page calls each component, archived ones too. */
  names: ReadonlyMap<string, string>;
  /** The first month of which the page has something to tell. */
  firstMonth: Month;
};

/** The first UTC day of the bars. */
export function firstDay(now: Ms): Ms {
  return startOfUtcDay(now) - (barCount - 1) * dayMs;
}

/** What a reader sees, in the order in which it is shown. */
export function viewPage(snapshot: PageSnapshot): PageView {
  const { page, now } = snapshot;
  const lines = arrange(snapshot.components, page.components);
  const archived = arrange(snapshot.archived, page.components);
  const shown = lines.map((line) => showComponent(line, page.days, now));
  const visible = shown.filter((component) => !isHidden(component));
  const names = new Map([...archived, ...lines].map(({ id, name }) => [id, name]));
  const ids = new Set(names.keys());
  const incidents = incidentsOf(snapshot.incidents, ids);
  const maintenances = maintenancesOf(snapshot.maintenances, ids);
  const open = incidents.filter(isOpen);
  const { components: _, ...rest } = snapshot;
  return {
    ...{ ...rest, archived, incidents, maintenances, open, names },
    firstMonth: firstMonthOf(snapshot, [...archived, ...lines]),
    dependencies: snapshot.dependencies.filter(({ componentId }) => ids.has(componentId)),
    groups: groupUp(visible),
    hidden: shown.filter(isHidden),
    problems: visible.filter((component) => component.state !== "operational").sort(byWeight),
    planned: maintenances.filter((each) => isPlanned(each, now)),
    indicator: gravestIndicator([
      indicatorOf(
        visible.map((component) => component.state),
        page.overall,
      ),
      ...open.map(({ impact }) => impact),
    ]),
  };
}

function isHidden({ onlyWhenFailing, state }: ShownComponent): boolean {
  return onlyWhenFailing && state === "operational";
}

/** Since when the page's components are told of, or have been there. */
function firstMonthOf({ toldBefore, now }: PageSnapshot, shown: readonly SnapshotComponent[]): Month {
  const first = shown.reduce(
    (least, { id, createdAt }) => Math.min(least, createdAt, toldBefore.get(id) ?? least),
    historyStart(now),
  );
  return monthOf(first);
}

/** Whether readers wait for news, so that the page is made anew every minute (RULES R6.1). */
export function isTroubled({ problems, open, planned }: PageView): boolean {
  return problems.length > 0 || open.length > 0 || planned.some(isRunning);
}

type Line = SnapshotComponent & { hiddenUntilFailing: boolean };

/** The page's own list decides order, names and groups; components that are gone are left out. */
function arrange(all: readonly SnapshotComponent[], chosen: readonly PageComponent[] | null): Line[] {
  if (chosen === null) return all.map((component) => ({ ...component, hiddenUntilFailing: false }));
  const byId = new Map(all.map((component) => [component.id, component]));
  return chosen.flatMap(({ componentId, name, group, hiddenUntilFailing }) => {
    const component = byId.get(componentId);
    if (!component) return [];
    return [
      { ...component, name: name ?? component.name, group: group ?? component.group, hiddenUntilFailing },
    ];
  });
}

function showComponent({ hiddenUntilFailing, ...component }: Line, length: number, now: Ms): ShownComponent {
  const days = barDays(component.days, firstDay(now), barCount, now);
  const bars = days.slice(-length);
  const lengths = [...new Set([7, 30, length, barCount])].sort((a, b) => a - b);
  return {
    ...component,
    onlyWhenFailing: hiddenUntilFailing,
    bars,
    // Long pages draw few of them.
    get runs() {
      return barRuns(bars);
    },
    windows: lengths.map((each) => windowOf(days, each)),
  };
}

function windowOf(days: readonly BarDay[], length: number): UptimeWindow {
  const totalsMs = sumTotals(days.slice(-length).map((day) => day.totalsMs));
  const { upMs, downMs } = uptimeOf(totalsMs);
  return { days: length, totalsMs, percent: formatPercent(upMs, downMs, 3) };
}

/** A group stands where its first component stands. */
function groupUp(components: readonly ShownComponent[]): GroupView[] {
  const groups: { name: string | null; components: ShownComponent[] }[] = [];
  for (const component of components) {
    const last = groups.at(-1);
    const known =
      component.group === null
        ? last?.name === null && last
        : groups.find((group) => group.name === component.group);
    if (known) known.components.push(component);
    else groups.push({ name: component.group, components: [component] });
  }
  return groups.map((group) => ({ ...group, state: worstState(group.components.map(({ state }) => state)) }));
}

const weights: Record<State, number> = {
  major_outage: 5,
  partial_outage: 4,
  degraded_performance: 3,
  unknown: 2,
  under_maintenance: 1,
  operational: 0,
};

/** The state that most wants attention; a reader must see silence, so `unknown` outweighs what is well. */
export function worstState(all: readonly State[]): State {
  return all.reduce((worst, state) => (weights[state] > weights[worst] ? state : worst), "operational");
}

function byWeight(a: ShownComponent, b: ShownComponent): number {
  return weights[b.state] - weights[a.state] || (a.since ?? 0) - (b.since ?? 0);
}

/**
 * Statuspage's word for the whole. By `share` critical when at least half is out and major when anything is, by `worst`
 * critical when anything is out; unknown has no word there and makes it at least minor (RULES R6.4).
 */
function indicatorOf(all: readonly State[], rule: OverallRule): Indicator {
  const out = all.filter((state) => state === "major_outage").length;
  if (out > 0 && (rule === "worst" || out * 2 >= all.length)) return "critical";
  if (all.some(isDown)) return "major";
  if (all.some((state) => state === "degraded_performance" || state === "unknown")) return "minor";
  return all.includes("under_maintenance") ? "maintenance" : "none";
}

const gravity: readonly Indicator[] = ["none", "maintenance", "minor", "major", "critical"];

/** What people say of an open incident can only make the whole worse. */
function gravestIndicator(all: readonly Indicator[]): Indicator {
  return all.reduce((worst, each) => (gravity.indexOf(each) > gravity.indexOf(worst) ? each : worst), "none");
}
