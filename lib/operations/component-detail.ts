import { inTenant } from "@/db/client";
import { componentNames, listComponentChoices, listCompositions } from "@/db/queries/component";
import { listGroupNames } from "@/db/queries/component-group";
import { listPublishedPages } from "@/db/queries/page";
import { type BarDay, barDays } from "@/lib/domain/bars";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Basis, State, TotalsMs } from "@/lib/domain/state";
import { dayMs, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { noTotals } from "@/lib/domain/uptime";
import { currentStates, dayTotals, type UptimeFigures, uptimeFigures } from "./timeline";
import { windowTotals } from "./uptime";

/** The windows a component's uptime is told for, each ending now. */
const uptimeWindows = [
  { label: "24 hours", lengthMs: dayMs },
  { label: "7 days", lengthMs: 7 * dayMs },
  { label: "30 days", lengthMs: 30 * dayMs },
  { label: "90 days", lengthMs: 90 * dayMs },
] as const;

const barDaysShown = 90;

export type WindowFigures = { label: string; from: Ms; to: Ms; totalsMs: TotalsMs; uptime: UptimeFigures };
export type ComponentFigures = { windows: WindowFigures[]; days: BarDay[] };

/** Totals by state and uptime (three decimals) for each window, and the last 90 UTC days. */
export function readComponentFigures(
  scope: TenantScope,
  input: { id: string; basis: Basis },
  now: Ms,
): Promise<ComponentFigures> {
  permit(scope, "read");
  const { id, basis } = input;
  const firstDay = startOfUtcDay(now) - (barDaysShown - 1) * dayMs;
  return inTenant(scope, async (tx) => {
    const days = await dayTotals(tx, [id], basis, firstDay, firstDay + barDaysShown * dayMs, now);
    const windows: WindowFigures[] = [];
    for (const { label, lengthMs } of uptimeWindows) {
      const window = { from: now - lengthMs, to: now };
      const totalsMs = (await windowTotals(tx, [id], basis, window, now)).get(id) ?? noTotals();
      windows.push({ label, ...window, totalsMs, uptime: uptimeFigures(totalsMs, 3) });
    }
    return { windows, days: barDays(days.get(id) ?? [], firstDay, barDaysShown, now) };
  });
}

type ComponentRef = { id: string; name: string };

export type ComponentTies = {
  /** What is made of this component. */
  parents: ComponentRef[];
  pages: { id: string; slug: string; name: string }[];
};

/** Who would notice if the component were gone. */
export function readComponentTies(scope: TenantScope, id: string): Promise<ComponentTies> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const compositions = await listCompositions(tx);
    const pages = await listPublishedPages(tx);
    return {
      parents: compositions
        .filter(({ composition }) => composition?.of.includes(id))
        .map((parent) => ({ id: parent.id, name: parent.name })),
      pages: pages
        .filter(({ components }) => components === null || components.some((each) => each.componentId === id))
        .map((page) => ({ id: page.id, slug: page.slug, name: page.name })),
    };
  });
}

/** What a composed component is made of and how each part is now, in the order of `ids`; unknown ids are left out. */
export function readComponentParts(
  scope: TenantScope,
  ids: readonly string[],
  now: Ms,
): Promise<(ComponentRef & { state: State })[]> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const names = await componentNames(tx, ids);
    const known = ids.filter((id) => names.has(id));
    const states = await currentStates(tx, known, now);
    return known.map((id) => {
      return { id, name: names.get(id) ?? id, state: states.get(id)?.state ?? "unknown" };
    });
  });
}

type ComponentChoice = ComponentRef & { group: string | null };
export type ComponentChoices = { components: ComponentChoice[]; groups: string[] };

/** As many as a list to choose from can hold. */
const choicesMax = 10_000;

/** What a form or a filter offers: live components in the organization's order, and the groups in use. */
export function readComponentChoices(scope: TenantScope): Promise<ComponentChoices> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const components = await listComponentChoices(tx, choicesMax);
    return { components, groups: await listGroupNames(tx) };
  });
}

/** What components are called, archived ones too; unknown ids are left out. */
export function readComponentNames(
  scope: TenantScope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  permit(scope, "read");
  return inTenant(scope, (tx) => componentNames(tx, ids));
}
