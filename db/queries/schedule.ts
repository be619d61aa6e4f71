import type { EngineTx, TenantTx } from "@/db/client";
import type { ProbeType } from "@/lib/domain/check-settings";
import { type Ms, minuteMs } from "@/lib/domain/time";

/** How to judge a run, in the shape of the door; secrets are masked here and sealed beside. */
type RunSpec = {
  settings: Record<string, unknown>;
  assertions: readonly unknown[];
  degraded_after_ms: number | null;
};

export type Standing = "steady" | "open" | "silent";

/** One (monitor, region) and all a probe needs to run it. `spec` holds what is not secret. */
export type ScheduleRow = {
  monitorId: string;
  region: string;
  monitorVersion: number;
  dueAt: Ms;
  intervalMs: number;
  timeoutMs: number;
  type: string;
  target: string;
  spec: RunSpec;
  sealedSettings: string | null;
};

/** A run given out. `standing` says whether an "up" need be looked at; `skipped` that it is left out (see below). */
export type ClaimedRun = Omit<ScheduleRow, "dueAt" | "type"> & {
  organizationId: string;
  type: ProbeType;
  scheduledFor: Ms;
  standing: Standing;
  skipped: boolean;
};

export type ClaimRequest = {
  regions: readonly string[];
  /** Of the one organization, or of all when null. */
  organizationId: string | null;
  now: Ms;
  /** Runs due within that time are given out already, so that they can start on time. */
  aheadMs: number;
  limit: number;
  claimedBy: string;
  /** How long beyond its timeout a run may take to report before it is given out again. */
  graceMs: number;
};

/** After a stop a run missed by a whole interval this short is left out: its next turn comes soon, in its phase. */
const skippedUpToMs = minuteMs;

/**
 * Gives out due runs and moves each to its next turn on its own grid: nothing is caught up, no phase is lost. Locked
 * rows are passed over, so any number of workers may claim at once. A run resumed after missed turns is `open`.
 */
export async function claimRuns(tx: EngineTx, request: ClaimRequest): Promise<ClaimedRun[]> {
  const { regions, organizationId, now, aheadMs, limit, claimedBy, graceMs } = request;
  // Every claim leaves its old turn dead at the front of the index. A plain scan marks it so and never goes there again;
  // a bitmap scan reads all that died since the last vacuum, thousands of rows, each time.
  const plain = tx.sql`select set_config('enable_bitmapscan', 'off', true)`.execute();
  const claimed = tx.sql<ClaimedRun[]>`
    with due as (
      select organization_id, monitor_id, region, due_at <= ${now}::bigint - interval_ms as missed,
        due_at <= ${now}::bigint - interval_ms and interval_ms <= ${skippedUpToMs} as skipped,
        due_at + greatest(0, (${now}::bigint - due_at) / interval_ms) * interval_ms as slot
      from schedules
      where region = any(${[...regions]}) and due_at <= ${now + aheadMs}::bigint and type <> 'heartbeat'
        and (${organizationId}::text is null or organization_id = ${organizationId})
      order by due_at limit ${limit} for update skip locked)
    update schedules s
    set due_at = due.slot + s.interval_ms,
      claimed_for = case when due.skipped then null else due.slot end,
      claimed_by = ${claimedBy},
      claimed_until = case when due.skipped then null
        else greatest(due.slot, ${now}::bigint) + s.timeout_ms + ${graceMs}::int end,
      standing = case when due.missed and s.standing = 'steady' then 'open' else s.standing end
    from due
    where s.organization_id = due.organization_id and s.monitor_id = due.monitor_id and s.region = due.region
    returning s.organization_id, s.monitor_id, s.region, s.monitor_version, s.interval_ms, s.timeout_ms, s.type,
      s.target, s.spec, s.sealed_settings, s.standing, due.slot as scheduled_for, due.skipped`;
  const [, runs] = await Promise.all([plain, claimed]);
  return runs;
}

/**
 * Makes runs due again whose outcome never came (their worker was killed); what was reported meanwhile is the same
 * row. `since` bounds how far back expired claims are looked for.
 */
export async function releaseLostRuns(tx: EngineTx, since: Ms, now: Ms): Promise<number> {
  const rows = await tx.sql`
    update schedules s set due_at = s.claimed_for, claimed_until = null, claimed_for = null
    where s.claimed_until > ${since}::bigint and s.claimed_until <= ${now}::bigint and s.due_at > ${now}::bigint
      and s.type <> 'heartbeat' and not exists (
        select from outcomes o
        where o.organization_id = s.organization_id and o.scheduled_for = s.claimed_for
          and o.monitor_id = s.monitor_id and o.region = s.region)
    returning s.monitor_id`;
  return rows.length;
}

/** Makes due again what a probe was given and will not run: it said goodbye. */
export async function releaseClaims(
  tx: TenantTx,
  { region, probe, now }: { region: string; probe: string; now: Ms },
): Promise<void> {
  await tx.sql`
    update schedules s set due_at = s.claimed_for, claimed_until = null, claimed_for = null
    where s.organization_id = ${tx.organizationId} and s.region = ${region} and s.claimed_by = ${probe}
      and s.claimed_until > ${now}::bigint and s.claimed_for is not null and s.type <> 'heartbeat' and not exists (
        select from outcomes o
        where o.organization_id = s.organization_id and o.scheduled_for = s.claimed_for
          and o.monitor_id = s.monitor_id and o.region = s.region)`;
}

/** After the clock went back, turns lie further ahead than an interval: brings them back onto their grid. */
export async function pullBackSchedules(tx: EngineTx, now: Ms): Promise<number> {
  const rows = await tx.sql`
    update schedules
    set due_at = due_at - ((due_at - ${now}::bigint) / interval_ms) * interval_ms, claimed_until = null
    where due_at > ${now}::bigint + interval_ms + ${minuteMs}::int and type <> 'heartbeat' returning monitor_id`;
  return rows.length;
}

/**
 * Monitors with a region that nobody heard from for longer than 2 × interval + timeout (RULES R3.3) and
 * `slackMs` for what is on its way.
 */
export function listSilentMonitors(
  tx: EngineTx,
  now: Ms,
  slackMs: number,
): Promise<{ organizationId: string; monitorId: string }[]> {
  return tx.sql<{ organizationId: string; monitorId: string }[]>`
    select distinct s.organization_id, s.monitor_id from schedules s
    cross join lateral (
      select ${now}::bigint - 2 * s.interval_ms::bigint - s.timeout_ms - ${slackMs}::int as heard_since) w
    where s.standing <> 'silent' and s.type <> 'heartbeat' and not exists (
      select from outcomes o
      where o.organization_id = s.organization_id and o.monitor_id = s.monitor_id and o.region = s.region
        and o.started_at >= w.heard_since and o.scheduled_for >= w.heard_since - s.interval_ms
        and not o.suspect and not o.run_now)`;
}

/** Puts these rows in place of whatever the monitor was scheduled for before. */
export async function replaceSchedules(
  tx: TenantTx,
  monitorId: string,
  rows: readonly ScheduleRow[],
): Promise<void> {
  await deleteSchedules(tx, monitorId);
  for (const row of rows)
    await tx.sql`
      insert into schedules (organization_id, monitor_id, region, monitor_version, due_at, interval_ms, timeout_ms,
        type, target, spec, sealed_settings, standing)
      values (${tx.organizationId}, ${monitorId}, ${row.region}, ${row.monitorVersion}, ${row.dueAt},
        ${row.intervalMs}, ${row.timeoutMs}, ${row.type}, ${row.target}, ${JSON.stringify(row.spec)}::text::jsonb,
        ${row.sealedSettings}, 'open')`;
}

/** When each region's next turn is. */
export async function listTurns(tx: TenantTx, monitorId: string): Promise<Map<string, Ms>> {
  const rows = await tx.sql<{ region: string; dueAt: Ms }[]>`
    select region, due_at from schedules
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId}`;
  return new Map(rows.map((row) => [row.region, row.dueAt]));
}

export async function deleteSchedules(tx: TenantTx, monitorId: string): Promise<void> {
  await tx.sql`
    delete from schedules where organization_id = ${tx.organizationId} and monitor_id = ${monitorId}`;
}

/** Which of a monitor's regions want every outcome looked at from now on. */
export async function updateRegionStandings(
  tx: TenantTx,
  rows: readonly { monitorId: string; region: string; standing: Standing }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.sql`
    update schedules s set standing = n.standing
    from unnest(${rows.map((row) => row.monitorId)}::text[], ${rows.map((row) => row.region)}::text[],
      ${rows.map((row) => row.standing)}::text[]) as n(monitor_id, region, standing)
    where s.organization_id = ${tx.organizationId} and s.monitor_id = n.monitor_id and s.region = n.region
      and s.standing <> n.standing`;
}

/** The monitors among `ids` that are watched in this region, and whether another "up" of each is news. */
export async function listScheduledMonitors(
  tx: TenantTx,
  ids: readonly string[],
  region: string,
): Promise<Map<string, Standing>> {
  const rows = await tx.sql<{ monitorId: string; standing: Standing }[]>`
    select monitor_id, standing from schedules
    where organization_id = ${tx.organizationId} and monitor_id = any(${[...ids]}) and region = ${region}`;
  return new Map(rows.map((row) => [row.monitorId, row.standing]));
}
