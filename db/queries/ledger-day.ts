import { and, eq, inArray } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { ledgerDays } from "@/db/schema/ledger";
import { type Basis, type State, states, type TotalsMs } from "@/lib/domain/state";
import type { Interval, Ms } from "@/lib/domain/time";
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

/** A stored day that was not operational throughout. */
export type TroubledDay = DayTotals & { componentId: string };

/**
 * The troubled days of [from, to), by component and day. They are few and have an index of their own; every other
 * day that the projection holds (see `ledger_heads`) is known without being read.
 */
export async function readTroubledDays(
  tx: TenantTx,
  componentIds: readonly string[],
  { from, to }: Interval,
  basis: Basis,
): Promise<TroubledDay[]> {
  if (componentIds.length === 0) return [];
  const rows = await tx.sql<(TotalsColumns & { componentId: string; day: Ms })[]>`
    select component_id, day, operational_ms, degraded_ms, partial_ms, major_ms, maintenance_ms, unknown_ms
    from ledger_days
    where organization_id = ${tx.organizationId} and component_id = any(${[...componentIds]}::text[])
      and basis = ${basis} and day >= ${from} and day < ${to} and operational_ms <> 86400000
    order by component_id, day`;
  return rows.map((row) => ({ componentId: row.componentId, dayStart: row.day, totalsMs: totalsOf(row) }));
}

/** How many troubled days a component has in a window, and what they sum to. */
export type TroubledSum = { componentId: string; days: number; totalsMs: TotalsMs };

/** Of every component that has any in [from, to). A day fits an integer, a sum of them a bigint. */
export async function sumTroubledDays(
  tx: TenantTx,
  componentIds: readonly string[],
  { from, to }: Interval,
  basis: Basis,
): Promise<TroubledSum[]> {
  if (componentIds.length === 0) return [];
  const rows = await tx.sql<(TotalsColumns & { componentId: string; days: number })[]>`
    select component_id, count(*) as days, sum(operational_ms::int) as operational_ms,
      sum(degraded_ms::int) as degraded_ms, sum(partial_ms::int) as partial_ms, sum(major_ms::int) as major_ms,
      sum(maintenance_ms::int) as maintenance_ms, sum(unknown_ms::int) as unknown_ms
    from ledger_days
    where organization_id = ${tx.organizationId} and component_id = any(${[...componentIds]}::text[])
      and basis = ${basis} and day >= ${from} and day < ${to} and operational_ms <> 86400000
    group by component_id`;
  return rows.map((row) => ({ componentId: row.componentId, days: row.days, totalsMs: totalsOf(row) }));
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
