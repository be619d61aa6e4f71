import type { EngineTx, TenantTx } from "@/db/client";
import type { Interval, Ms } from "@/lib/domain/time";
import type { MonitorRow } from "./monitor";
import type { Standing } from "./schedule";

type Kept =
  | "id"
  | "checkVersion"
  | "intervalSeconds"
  | "settings"
  | "pausedAt"
  | "archivedAt"
  | "beatTokenHash";
/** A heartbeat's check, until when its next beat is awaited, and when the job now under way began; both may be null. */
export type Heartbeat = Pick<MonitorRow, Kept> & { deadline: Ms | null; begunAt: Ms | null };

export async function findHeartbeat(tx: TenantTx, monitorId: string): Promise<Heartbeat | undefined> {
  const [row] = await tx.sql<Heartbeat[]>`
    select m.id, m.check_version, m.interval_seconds, m.settings, m.paused_at, m.archived_at, m.beat_token_hash,
      s.due_at as deadline, s.claimed_for as begun_at
    from monitors m
    left join schedules s on s.organization_id = m.organization_id and s.monitor_id = m.id and s.type = 'heartbeat'
    where m.organization_id = ${tx.organizationId} and m.id = ${monitorId}`;
  return row;
}

/**
 * A beat arrived: the next one is waited for until `deadline`. Forgets a job that was under way. Answers whether an
 * "up" need be looked at, as it stands once every other beat of this heartbeat has come to its end.
 */
export async function awaitBeat(
  tx: TenantTx,
  beat: { monitorId: string; region: string; monitorVersion: number; deadline: Ms; intervalMs: number },
): Promise<Standing> {
  const [row] = await tx.sql<{ standing: Standing }[]>`
    insert into schedules (organization_id, monitor_id, region, monitor_version, due_at, interval_ms, timeout_ms, type,
      target, spec)
    values (${tx.organizationId}, ${beat.monitorId}, ${beat.region}, ${beat.monitorVersion}, ${beat.deadline},
      ${beat.intervalMs}, 0, 'heartbeat', '', '{}')
    on conflict (organization_id, monitor_id, region) do update
      set due_at = excluded.due_at, monitor_version = excluded.monitor_version, interval_ms = excluded.interval_ms,
        claimed_for = null, claimed_until = null
    returning standing`;
  return row?.standing ?? "open";
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

/** Whatever is heard next is looked at. */
export async function moveBeatDeadline(tx: TenantTx, monitorId: string, deadline: Ms): Promise<void> {
  await tx.sql`
    update schedules set due_at = ${deadline}, standing = 'open'
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
