import { and, eq, inArray } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { ledgerDays } from "@/db/schema/ledger";
import type { SettledEnd } from "@/lib/domain/settled";
import { type Basis, type State, states, type TotalsMs } from "@/lib/domain/state";
import { dayMs, type Interval, type Ms } from "@/lib/domain/time";
import type { DayTotals } from "@/lib/domain/uptime";

/** One projected day of one component on one basis; `headSeq` is the head it was computed at (RULES R1.8). */
export type DayRow = DayTotals & { componentId: string; basis: Basis; headSeq: number };

/** Column of each state. */
const columns: Record<State, string> = {
  operational: "operational_ms",
  degraded_performance: "degraded_ms",
  partial_outage: "partial_ms",
  major_outage: "major_ms",
  under_maintenance: "maintenance_ms",
  unknown: "unknown_ms",
};

/** Rows of one statement. */
const insertMax = 5_000;

/** Writes days, over what was there. */
export async function saveDays(tx: TenantTx, days: readonly DayRow[]): Promise<void> {
  for (let start = 0; start < days.length; start += insertMax) {
    const rows = JSON.stringify(
      days.slice(start, start + insertMax).map((day) => ({
        organization_id: tx.organizationId,
        component_id: day.componentId,
        basis: day.basis,
        day: day.dayStart,
        head_seq: day.headSeq,
        ...Object.fromEntries(states.map((state) => [columns[state], day.totalsMs[state]])),
      })),
    );
    await tx.sql`insert into ledger_days
      select * from json_populate_recordset(null::ledger_days, ${rows}::text::json)
      on conflict (organization_id, component_id, basis, day) do update set
        operational_ms = excluded.operational_ms, degraded_ms = excluded.degraded_ms,
        partial_ms = excluded.partial_ms, major_ms = excluded.major_ms,
        maintenance_ms = excluded.maintenance_ms, unknown_ms = excluded.unknown_ms, head_seq = excluded.head_seq`;
  }
}

/** Stored days of [from, to), on one basis or all, by component, basis and day. */
export async function readDays(
  tx: TenantTx,
  componentIds: readonly string[],
  { from, to }: Interval,
  basis: Basis | null,
): Promise<DayRow[]> {
  if (componentIds.length === 0) return [];
  const rows = await tx.sql<(typeof ledgerDays.$inferSelect)[]>`select * from ledger_days
    where organization_id = ${tx.organizationId} and component_id = any(${[...componentIds]}::text[])
      and basis = any(${basis === null ? ["measured", "declared", "worst"] : [basis]}::text[])
      and day >= ${from} and day < ${to}
    order by component_id, basis, day`;
  return rows.map(dayOf);
}

function dayOf(row: typeof ledgerDays.$inferSelect): DayRow {
  const { componentId, basis, day: dayStart, headSeq } = row;
  return { componentId, basis, dayStart, headSeq, totalsMs: totalsOf(row) };
}

type TotalsColumns = Pick<
  typeof ledgerDays.$inferSelect,
  "operationalMs" | "degradedMs" | "partialMs" | "majorMs" | "maintenanceMs" | "unknownMs"
>;

function totalsOf(row: TotalsColumns): TotalsMs {
  return {
    operational: row.operationalMs,
    degraded_performance: row.degradedMs,
    partial_outage: row.partialMs,
    major_outage: row.majorMs,
    under_maintenance: row.maintenanceMs,
    unknown: row.unknownMs,
  };
}

/** How far the projection of a chain reaches, and how the chain ends by one basis. */
export type ProjectedChain = SettledEnd & { componentId: string; firstFrom: Ms | null };

/** The same with the stored days that were not operational throughout. */
export type ProjectedRun = ProjectedChain & { troubled: DayTotals[] };

type DayList = readonly (readonly [Ms, number, number, number, number, number, number])[];

/**
 * Of every component that has a chain, its troubled days of [from, to) in order. They are few and have an index of
 * their own; every other day that the projection holds is known without being read. Head and days come from one
 * statement, so that no append can fall between them.
 */
export async function readProjectedRuns(
  tx: TenantTx,
  componentIds: readonly string[],
  { from, to }: Interval,
  basis: Basis,
): Promise<Map<string, ProjectedRun>> {
  if (componentIds.length === 0) return new Map();
  const rows = await tx.sql<(ProjectedChain & { days: DayList | null })[]>`
    select ${chainColumns(tx, basis)}, (
      select json_agg(json_build_array(d.day, d.operational_ms, d.degraded_ms, d.partial_ms, d.major_ms,
        d.maintenance_ms, d.unknown_ms) order by d.day)
      from ledger_days d
      where d.organization_id = h.organization_id and d.component_id = h.component_id and d.basis = ${basis}
        and d.day >= ${from} and d.day < ${to} and d.operational_ms <> 86400000) as days
    from ledger_heads h
    where h.organization_id = ${tx.organizationId} and h.component_id = any(${[...componentIds]}::text[])`;
  return new Map(
    rows.map(({ days, ...chain }) => [chain.componentId, { ...chain, troubled: (days ?? []).map(listed) }]),
  );
}

function listed([dayStart, operational, degraded, partial, major, maintenance, unknown]: DayList[number]) {
  const totalsMs = {
    operational,
    degraded_performance: degraded,
    partial_outage: partial,
    major_outage: major,
    under_maintenance: maintenance,
    unknown,
  };
  return { dayStart, totalsMs };
}

function chainColumns(tx: TenantTx, basis: Basis) {
  return tx.sql`h.component_id, h.first_from, h.composed, h.projected_to, h.changes_to,
    h.ends -> ${basis}::text as "end"`;
}

/** What the troubled days of a window sum to; `edgeTroubled`: the day before it is one too. */
export type ProjectedSum = ProjectedChain & { days: number; totalsMs: TotalsMs; edgeTroubled: boolean };

/**
 * Of every component that has a chain, over [from, to), both at midnight. A day fits an integer, a sum of them a
 * bigint.
 */
export async function sumProjectedDays(
  tx: TenantTx,
  componentIds: readonly string[],
  { from, to }: Interval,
  basis: Basis,
): Promise<Map<string, ProjectedSum>> {
  if (componentIds.length === 0) return new Map();
  const troubled = tx.sql`d.organization_id = h.organization_id and d.component_id = h.component_id
    and d.basis = ${basis} and d.operational_ms <> 86400000`;
  const rows = await tx.sql<(ProjectedChain & TotalsColumns & { days: number; edgeTroubled: boolean })[]>`
    select ${chainColumns(tx, basis)}, sums.*,
      exists (select from ledger_days d where ${troubled} and d.day = ${from - dayMs}::bigint) as edge_troubled
    from ledger_heads h cross join lateral (
      select count(*) as days, coalesce(sum(d.operational_ms::int), 0) as operational_ms,
        coalesce(sum(d.degraded_ms::int), 0) as degraded_ms, coalesce(sum(d.partial_ms::int), 0) as partial_ms,
        coalesce(sum(d.major_ms::int), 0) as major_ms, coalesce(sum(d.maintenance_ms::int), 0) as maintenance_ms,
        coalesce(sum(d.unknown_ms::int), 0) as unknown_ms
      from ledger_days d
      where ${troubled} and d.day >= ${from}::bigint and d.day < ${to}::bigint) as sums
    where h.organization_id = ${tx.organizationId} and h.component_id = any(${[...componentIds]}::text[])`;
  return new Map(rows.map((row) => [row.componentId, { ...row, totalsMs: totalsOf(row) }]));
}

export type SteadyState = { componentId: string; state: State; before: Ms };

/**
 * Per component, in the order asked, the last projected day before `before` that was not all of one state by basis
 * `worst`; null when every one was.
 */
export async function lastMixedDays(tx: TenantTx, asked: readonly SteadyState[]): Promise<(Ms | null)[]> {
  if (asked.length === 0) return [];
  const rows = await tx.sql<{ day: Ms | null }[]>`
    select (select max(day) from ledger_days
      where organization_id = ${tx.organizationId} and component_id = asked.component_id and basis = 'worst'
        and day < asked.before and 86400000 <> case asked.state
          when 'operational' then operational_ms when 'degraded_performance' then degraded_ms
          when 'partial_outage' then partial_ms when 'major_outage' then major_ms
          when 'under_maintenance' then maintenance_ms else unknown_ms end) as day
    from unnest(
      ${asked.map((each) => each.componentId)}::text[],
      ${asked.map((each) => each.state)}::text[],
      ${asked.map((each) => each.before)}::bigint[]
    ) with ordinality as asked (component_id, state, before, place)
    order by place`;
  return rows.map((row) => row.day);
}

/** A composed component keeps no days: they would follow from other chains. */
export async function deleteDays(tx: TenantTx, componentIds: readonly string[]): Promise<void> {
  await tx.orm
    .delete(ledgerDays)
    .where(
      and(
        eq(ledgerDays.organizationId, tx.organizationId),
        inArray(ledgerDays.componentId, [...componentIds]),
      ),
    );
}
