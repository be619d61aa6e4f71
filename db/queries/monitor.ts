import { and, eq, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { monitors, monitorVerdicts } from "@/db/schema/monitor";
import type { CheckType } from "@/lib/domain/check-settings";
import type { MonitorSummary } from "@/lib/domain/monitor";
import { dayMs, type Ms } from "@/lib/domain/time";
import type { Verdict } from "@/lib/domain/verdict";

export type MonitorRow = Omit<typeof monitors.$inferSelect, "organizationId">;
export type MonitorRowChange = Partial<Omit<MonitorRow, "id" | "createdAt" | "version" | "updatedAt">>;
export type MonitorStandingRow = { verdict: Verdict; since: Ms };

export type MonitorFilter = {
  q?: string | undefined;
  componentId?: string | undefined;
  type?: CheckType | undefined;
  verdict?: Verdict | undefined;
  archived: boolean;
};

/** Where the page before ended. */
export type MonitorPlace = { name: string; id: string };

const own = (tx: TenantTx, id: string) =>
  and(eq(monitors.organizationId, tx.organizationId), eq(monitors.id, id));

export async function insertMonitor(tx: TenantTx, row: MonitorRow): Promise<void> {
  await tx.orm.insert(monitors).values({ ...row, organizationId: tx.organizationId });
}

export async function findMonitor(tx: TenantTx, id: string): Promise<MonitorRow | undefined> {
  const [row] = await tx.orm.select().from(monitors).where(own(tx, id));
  return row;
}

/** The row, locked until the transaction ends. Always before its verdict and before any chain. */
export async function lockMonitor(tx: TenantTx, id: string): Promise<MonitorRow | undefined> {
  const [row] = await tx.orm.select().from(monitors).where(own(tx, id)).for("update");
  return row;
}

/** Writes the changes and the next version; the caller holds the row's lock. */
export async function updateMonitorRow(
  tx: TenantTx,
  id: string,
  change: MonitorRowChange,
  now: Ms,
): Promise<MonitorRow | undefined> {
  const [row] = await tx.orm
    .update(monitors)
    .set({ ...change, updatedAt: now, version: sql`${monitors.version} + 1` })
    .where(own(tx, id))
    .returning();
  return row;
}

/** What is believed of a monitor; every monitor has a row from its first moment. */
export async function findStanding(tx: TenantTx, id: string): Promise<MonitorStandingRow | undefined> {
  const [row] = await tx.orm
    .select({ verdict: monitorVerdicts.verdict, since: monitorVerdicts.since })
    .from(monitorVerdicts)
    .where(and(eq(monitorVerdicts.organizationId, tx.organizationId), eq(monitorVerdicts.monitorId, id)));
  return row;
}

type SummaryRow = Omit<MonitorSummary, "last"> & {
  lastStartedAt: Ms | null;
  lastRegion: string;
  lastVerdict: "up" | "degraded" | "down";
  lastFailure: NonNullable<MonitorSummary["last"]>["failure"];
  lastTotalMs: number | null;
};

/**
 * One page by name with each monitor's verdict and newest outcome of the last two days, in one query. Asks for one
 * row more than `limit`, to know of a next page.
 */
export async function listMonitorSummaries(
  tx: TenantTx,
  page: { limit: number; after: MonitorPlace | null },
  filter: MonitorFilter,
  now: Ms,
): Promise<MonitorSummary[]> {
  const { after } = page;
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const rows = await tx.sql<SummaryRow[]>`
    select m.id, m.component_id, c.name as component_name, m.name, m.type, m.target, m.interval_seconds, m.regions,
      v.verdict, v.since, m.paused_at, m.archived_at, m.version, o.started_at as last_started_at,
      o.region as last_region, o.verdict as last_verdict, o.failure as last_failure, o.total_ms as last_total_ms
    from monitors m
    join components c on c.organization_id = m.organization_id and c.id = m.component_id
    join monitor_verdicts v on v.organization_id = m.organization_id and v.monitor_id = m.id
    left join lateral (
      select started_at, region, verdict, failure, total_ms from outcomes
      where organization_id = m.organization_id and monitor_id = m.id
        and scheduled_for >= ${now - 2 * dayMs}::bigint and scheduled_for < ${now + dayMs}::bigint
      order by started_at desc limit 1) o on true
    where m.organization_id = ${tx.organizationId} and (m.archived_at is not null) = ${filter.archived}
      and (${pattern}::text is null or m.name ilike ${pattern} or m.target ilike ${pattern})
      and (${filter.componentId ?? null}::text is null or m.component_id = ${filter.componentId ?? null})
      and (${filter.type ?? null}::text is null or m.type = ${filter.type ?? null})
      and (${filter.verdict ?? null}::text is null or v.verdict = ${filter.verdict ?? null})
      and (${after?.id ?? null}::text is null or (m.name, m.id) > (${after?.name ?? ""}, ${after?.id ?? ""}))
    order by m.name, m.id limit ${page.limit + 1}`;
  return rows.map(summaryOf);
}

function summaryOf(row: SummaryRow): MonitorSummary {
  const { lastStartedAt, lastRegion, lastVerdict, lastFailure, lastTotalMs, ...summary } = row;
  if (lastStartedAt === null) return { ...summary, last: null };
  const last = {
    startedAt: lastStartedAt,
    region: lastRegion,
    verdict: lastVerdict,
    failure: lastFailure,
    totalMs: lastTotalMs,
  };
  return { ...summary, last };
}

/** The component's monitors that are not archived, in ascending order. */
export async function listLiveMonitorIds(tx: TenantTx, componentId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from monitors
    where organization_id = ${tx.organizationId} and component_id = ${componentId} and archived_at is null order by id`;
  return rows.map((row) => row.id);
}
