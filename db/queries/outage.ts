import type { TenantTx } from "@/db/client";
import type { Outage } from "@/lib/domain/monitor";
import type { Ms } from "@/lib/domain/time";

/** Adds outages, over ones and open ones; of a monitor whose outage is open already, no second open one is made. */
export async function insertOutages(tx: TenantTx, outages: readonly Outage[]): Promise<void> {
  if (outages.length === 0) return;
  await tx.sql`
    insert into outages (organization_id, id, monitor_id, component_id, started_at, ended_at, confirmed_at, failure)
    select ${tx.organizationId}, n.* from unnest(
      ${outages.map((each) => each.id)}::text[], ${outages.map((each) => each.monitorId)}::text[],
      ${outages.map((each) => each.componentId)}::text[], ${outages.map((each) => each.startedAt)}::bigint[],
      ${outages.map((each) => each.endedAt)}::bigint[], ${outages.map((each) => each.confirmedAt)}::bigint[],
      ${outages.map((each) => each.failure)}::text[]) as n
    on conflict (organization_id, monitor_id) where ended_at is null do nothing`;
}

/** Ends the open outages of these monitors, where there are some, never before their start. */
export async function closeOutages(
  tx: TenantTx,
  ends: readonly { monitorId: string; endedAt: Ms }[],
): Promise<void> {
  if (ends.length === 0) return;
  await tx.sql`
    update outages o set ended_at = greatest(o.started_at, n.ended_at)
    from unnest(${ends.map((each) => each.monitorId)}::text[], ${ends.map((each) => each.endedAt)}::bigint[])
      as n(monitor_id, ended_at)
    where o.organization_id = ${tx.organizationId} and o.monitor_id = n.monitor_id and o.ended_at is null`;
}

/** These monitors were seen well: their outages that are over have ended for good. Answers how many had waited for it. */
export async function noteRecoveries(
  tx: TenantTx,
  seen: readonly { monitorId: string; at: Ms }[],
): Promise<number> {
  if (seen.length === 0) return 0;
  const noted = await tx.sql`
    update outages o set recovered_at = n.at
    from (
      select w.id, min(s.at) as at from outages w
      join unnest(${seen.map((each) => each.monitorId)}::text[], ${seen.map((each) => each.at)}::bigint[])
        as s(monitor_id, at) on s.monitor_id = w.monitor_id and s.at >= w.ended_at
      where w.organization_id = ${tx.organizationId} and w.recovered_at is null
      group by w.id) n
    where o.organization_id = ${tx.organizationId} and o.id = n.id`;
  return noted.count;
}

/** Outages that touch [from, to), newest first; one more than `limit`. */
export function listOutageRows(
  tx: TenantTx,
  monitorId: string,
  window: { from: Ms; to: Ms },
  page: { limit: number; before: readonly [Ms, string] | null },
): Promise<Outage[]> {
  const [beforeAt, beforeId] = page.before ?? [null, null];
  return tx.sql<Outage[]>`
    select id, monitor_id, component_id, started_at, ended_at, confirmed_at, failure from outages
    where organization_id = ${tx.organizationId} and monitor_id = ${monitorId}
      and started_at < ${window.to} and (ended_at is null or ended_at > ${window.from})
      and (${beforeAt}::bigint is null or (started_at, id) < (${beforeAt}::bigint, ${beforeId}::text))
    order by started_at desc, id desc limit ${page.limit + 1}`;
}

/**
 * Makes the outages that touch the time from `from` on equal `outages` (in order, apart from each other). One that was
 * known keeps its id, when and why it was confirmed, and a start before `from`. None has been seen to recover yet.
 */
export async function replaceOutages(
  tx: TenantTx,
  monitorId: string,
  from: Ms,
  outages: readonly Outage[],
): Promise<void> {
  const known = await tx.sql<Outage[]>`
    delete from outages where organization_id = ${tx.organizationId} and monitor_id = ${monitorId}
      and (ended_at is null or ended_at > ${from})
    returning id, monitor_id, component_id, started_at, ended_at, confirmed_at, failure`;
  const left = [...known].sort((a, b) => a.startedAt - b.startedAt);
  for (const outage of outages) {
    const end = outage.endedAt ?? Number.POSITIVE_INFINITY;
    const at = left.findIndex(
      (each) =>
        each.startedAt < end &&
        (each.endedAt ?? Number.POSITIVE_INFINITY) >= Math.max(from, outage.startedAt),
    );
    const [same] = at < 0 ? [] : left.splice(at, 1);
    const { id, componentId, confirmedAt, failure } = same ?? outage;
    const startedAt = same && outage.startedAt <= from ? Math.min(same.startedAt, from) : outage.startedAt;
    await tx.sql`
      insert into outages (organization_id, id, monitor_id, component_id, started_at, ended_at, confirmed_at, failure)
      values (${tx.organizationId}, ${id}, ${monitorId}, ${componentId}, ${startedAt}, ${outage.endedAt},
        ${confirmedAt}, ${failure})`;
  }
}
