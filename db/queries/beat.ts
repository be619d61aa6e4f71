import type { EngineTx, TenantTx } from "@/db/client";
import type { Interval, Ms } from "@/lib/domain/time";

/** A beat arrived: the next one is waited for until `deadline`. Forgets a job that was under way. */
export async function awaitBeat(
  tx: TenantTx,
  beat: { monitorId: string; region: string; monitorVersion: number; deadline: Ms; intervalMs: number },
): Promise<void> {
  await tx.sql`
    insert into schedules (organization_id, monitor_id, region, monitor_version, due_at, interval_ms, timeout_ms, type,
      target, spec)
    values (${tx.organizationId}, ${beat.monitorId}, ${beat.region}, ${beat.monitorVersion}, ${beat.deadline},
      ${beat.intervalMs}, 0, 'heartbeat', '', '{}')
    on conflict (organization_id, monitor_id, region) do update
      set due_at = excluded.due_at, monitor_version = excluded.monitor_version, interval_ms = excluded.interval_ms,
        claimed_for = null, claimed_until = null`;
}

/** When the job that now reports itself said that it began; null when it never did. */
export async function findBeatStart(tx: TenantTx, monitorId: string): Promise<Ms | null> {
  const [row] = await tx.sql<{ claimedFor: Ms | null }[]>`
    select claimed_for from schedules
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and type = 'heartbeat'`;
  return row?.claimedFor ?? null;
}

/** A job began: noted beside its wait, if there is one. */
export async function noteBeatStart(tx: TenantTx, monitorId: string, at: Ms): Promise<void> {
  await tx.sql`
    update schedules set claimed_for = ${at}
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and type = 'heartbeat'`;
}

/** A beat that did not arrive in time. */
export type OverdueBeat = { organizationId: string; monitorId: string; deadline: Ms };

/** Waits whose deadline passed before `before`, the oldest first. Judged one by one; judging moves the deadline. */
export function listOverdueBeats(tx: EngineTx, before: Ms, limit: number): Promise<OverdueBeat[]> {
  return tx.sql<OverdueBeat[]>`
    select organization_id, monitor_id, due_at as deadline from schedules
    where region = 'beat' and type = 'heartbeat' and due_at <= ${before} order by due_at limit ${limit}`;
}

/** The wait as it is now, locked; undefined when a beat, an edit or another worker came first. */
export async function lockOverdueBeat(
  tx: TenantTx,
  monitorId: string,
  deadline: Ms,
): Promise<{ monitorVersion: number } | undefined> {
  const [row] = await tx.sql<{ monitorVersion: number }[]>`
    select monitor_version from schedules
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and region = 'beat'
      and due_at = ${deadline} for update`;
  return row;
}

export async function moveBeatDeadline(tx: TenantTx, monitorId: string, deadline: Ms): Promise<void> {
  await tx.sql`
    update schedules set due_at = ${deadline}
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId} and region = 'beat'`;
}

/** A web process could hear beats from `startedAt` until at least `seenAt`. */
export async function noteListening(
  tx: EngineTx,
  listener: { listenerId: string; startedAt: Ms; seenAt: Ms },
): Promise<void> {
  const { listenerId, startedAt, seenAt } = listener;
  await tx.sql`
    insert into beat_listeners (listener_id, started_at, seen_at) values (${listenerId}, ${startedAt}, ${seenAt})
    on conflict (listener_id, started_at) do update set seen_at = greatest(beat_listeners.seen_at, ${seenAt})`;
}

/** Stretches in which somebody listened that touch [from, to), each as long as it is proven. */
export async function listListening(tx: TenantTx, from: Ms, to: Ms): Promise<Interval[]> {
  const rows = await tx.sql<{ startedAt: Ms; seenAt: Ms }[]>`
    select started_at, seen_at from beat_listeners where seen_at > ${from} and started_at < ${to}`;
  return rows.map((row) => ({ from: row.startedAt, to: row.seenAt }));
}

/** Forgets who listened before any wait that can still be judged. */
export async function dropListening(tx: EngineTx, before: Ms): Promise<void> {
  await tx.sql`delete from beat_listeners where seen_at < ${before}`;
}
