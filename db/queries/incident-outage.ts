import type { TenantTx } from "@/db/client";
import type { FailureWord } from "@/lib/domain/check";
import type { OutageFact } from "@/lib/domain/outage-group";
import type { FollowedOutage, TellingIncident } from "@/lib/domain/outage-plan";
import { isUnseen } from "@/lib/domain/outage-sight";
import type { Ms } from "@/lib/domain/time";

/** Outages looked at in one turn; a storm beyond that comes in the next. */
const followedMax = 5_000;

/** One follower of an organization's outages at a time; the others wait until it has committed. */
export async function lockFollowing(tx: TenantTx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`outages:${tx.organizationId}`}, 0))`;
}

const followed = `o.id, o.monitor_id, o.component_id, o.started_at, o.confirmed_at, o.ended_at, o.recovered_at, o.failure,
  m.name as monitor_name, m.down_state, c.name as component_name, c.publish, l.incident_id`;

/** Every outage that lasts, of components in use, with the incident that tells it. */
export function listOpenOutages(tx: TenantTx): Promise<FollowedOutage[]> {
  return tx.sql<FollowedOutage[]>`
    select ${tx.sql.unsafe(followed)} from outages o
    join monitors m on m.organization_id = o.organization_id and m.id = o.monitor_id
    join components c on c.organization_id = o.organization_id and c.id = o.component_id
    left join incident_outages l on l.organization_id = o.organization_id and l.outage_id = o.id
    where o.organization_id = ${tx.organizationId} and o.ended_at is null and c.archived_at is null
    order by o.started_at, o.id limit ${followedMax}`;
}

/** Every outage of these incidents that the ledger still knows, earliest start first. */
export function listOutagesOf(tx: TenantTx, incidentIds: readonly string[]): Promise<FollowedOutage[]> {
  if (incidentIds.length === 0) return Promise.resolve([]);
  return tx.sql<FollowedOutage[]>`
    select ${tx.sql.unsafe(followed)} from incident_outages l
    join outages o on o.organization_id = l.organization_id and o.id = l.outage_id
    join monitors m on m.organization_id = o.organization_id and m.id = o.monitor_id
    join components c on c.organization_id = o.organization_id and c.id = o.component_id
    where l.organization_id = ${tx.organizationId} and l.incident_id = any(${[...incidentIds]}::text[])
    order by o.started_at, o.id limit ${followedMax}`;
}

/** Whether monitors stand behind an incident, or a person's word alone. */
export async function hasOutages(tx: TenantTx, incidentId: string): Promise<boolean> {
  const rows = await tx.sql`
    select from incident_outages
    where organization_id = ${tx.organizationId} and incident_id = ${incidentId} limit 1`;
  return rows.length > 0;
}

/**
 * An outage whose end is not yet told: it is over, or sight of it is lost (`recoveredAt` null), or it was never there
 * as late evidence shows (`endedAt` null).
 */
export type EndedOutage = {
  outageId: string;
  incidentId: string;
  monitorId: string | null;
  componentId: string | null;
  startedAt: Ms | null;
  endedAt: Ms | null;
  recoveredAt: Ms | null;
};

export function listUntoldEnds(tx: TenantTx): Promise<EndedOutage[]> {
  return tx.sql<EndedOutage[]>`
    select l.outage_id, l.incident_id, o.monitor_id, o.component_id, o.started_at, o.ended_at, o.recovered_at
    from incident_outages l
    left join outages o on o.organization_id = l.organization_id and o.id = l.outage_id
    where l.organization_id = ${tx.organizationId} and l.end_noted_at is null
      and (o.id is null or o.recovered_at is not null or (o.ended_at is not null and l.unseen_noted_at is null))
    order by l.incident_id, l.outage_id limit ${followedMax}`;
}

export async function noteEnds(tx: TenantTx, ended: readonly EndedOutage[], now: Ms): Promise<void> {
  const [unseen, over] = [ended.filter(isUnseen), ended.filter((each) => !isUnseen(each))];
  const idsOf = (some: readonly EndedOutage[]) => some.map(({ outageId }) => outageId);
  await tx.sql`
    update incident_outages set
      unseen_noted_at = case when outage_id = any(${idsOf(unseen)}::text[]) then ${now}::bigint else unseen_noted_at end,
      end_noted_at = case when outage_id = any(${idsOf(over)}::text[]) then ${now}::bigint else end_noted_at end
    where organization_id = ${tx.organizationId} and outage_id = any(${idsOf(ended)}::text[])`;
}

export async function linkOutages(
  tx: TenantTx,
  incidentId: string,
  outages: readonly OutageFact[],
  now: Ms,
): Promise<void> {
  await tx.sql`
    insert into incident_outages (organization_id, outage_id, incident_id, joined_at)
    select ${tx.organizationId}, id, ${incidentId}, ${now}
    from unnest(${outages.map(({ id }) => id)}::text[]) as joining (id)
    on conflict do nothing`;
}

/**
 * An outage of this monitor that lasts although its end was told is news once more: no incident tells it. Those of a
 * withdrawn draft stay with it, so that they open no other.
 */
export async function untellLasting(tx: TenantTx, monitorId: string): Promise<void> {
  await tx.sql`
    delete from incident_outages l using outages o, incidents i
    where l.organization_id = ${tx.organizationId} and l.end_noted_at is not null
      and o.organization_id = l.organization_id and o.id = l.outage_id
      and o.monitor_id = ${monitorId} and o.ended_at is null
      and i.organization_id = l.organization_id and i.id = l.incident_id and i.archived_at is null`;
}

/** What told an incident's story is told by another from now on. */
export async function moveOutages(tx: TenantTx, from: string, to: string): Promise<void> {
  await tx.sql`
    update incident_outages set incident_id = ${to}
    where organization_id = ${tx.organizationId} and incident_id = ${from}`;
}

/** The incidents of these ids, and every open one that names one of these components; oldest first. */
export function listTelling(
  tx: TenantTx,
  incidentIds: readonly string[],
  componentIds: readonly string[],
): Promise<TellingIncident[]> {
  return tx.sql<TellingIncident[]>`
    select i.id, i.published_at, i.resolved_at, i.archived_at, i.merged_into,
      coalesce((select array_agg(a.component_id order by a.component_id) from incident_components a
        where a.organization_id = i.organization_id and a.incident_id = i.id), '{}') as component_ids
    from incidents i
    where i.organization_id = ${tx.organizationId} and (i.id = any(${[...incidentIds]}::text[])
      or ((i.resolved_at is null or i.published_at is null) and i.archived_at is null and i.merged_into is null and exists (
        select from incident_components a where a.organization_id = i.organization_id and a.incident_id = i.id
          and a.component_id = any(${[...componentIds]}::text[]))))
    order by i.id`;
}

/** Names of components in use, and which of them their own checks find well. */
export async function listStandings(tx: TenantTx): Promise<{ id: string; name: string; isWell: boolean }[]> {
  return tx.sql<{ id: string; name: string; isWell: boolean }[]>`
    select c.id, c.name, coalesce(bool_and(v.verdict in ('up', 'degraded')), false) as is_well
    from components c
    left join monitors m on m.organization_id = c.organization_id and m.component_id = c.id
      and m.archived_at is null and m.paused_at is null
    left join monitor_verdicts v on v.organization_id = m.organization_id and v.monitor_id = m.id
    where c.organization_id = ${tx.organizationId} and c.archived_at is null
    group by c.id, c.name`;
}

/** How many customers a contract in force promises something about one of these components. */
export async function countCustomersOn(
  tx: TenantTx,
  componentIds: readonly string[],
  now: Ms,
): Promise<number> {
  const [row] = await tx.sql<{ total: number }[]>`
    select count(distinct k.customer_id)::int as total
    from contracts k
    join commitments c on c.organization_id = k.organization_id and c.contract_id = k.id
    join lateral (select terms from commitment_terms t
      where t.organization_id = c.organization_id and t.commitment_id = c.id and t.effective_from <= ${now}
      order by t.effective_from desc, t.terms_version desc limit 1) t on true
    where k.organization_id = ${tx.organizationId} and k.starts_at <= ${now}
      and (k.ends_at is null or k.ends_at > ${now})
      and exists (select from jsonb_array_elements(t.terms -> 'components' -> 'members') member
        where member ->> 'component' = any(${[...componentIds]}::text[]))`;
  return row?.total ?? 0;
}

/** Earlier incidents of the same components and failure words, newest first. */
export function listSimilar(
  tx: TenantTx,
  incidentId: string,
  limit: number,
): Promise<
  {
    id: string;
    title: string;
    startedAt: Ms;
    resolvedAt: Ms | null;
    failure: FailureWord | null;
    component: string;
  }[]
> {
  return tx.sql`
    with mine as (
      select a.component_id, (select o.failure from incident_outages l
        join outages o on o.organization_id = l.organization_id and o.id = l.outage_id
        where l.organization_id = a.organization_id and l.incident_id = a.incident_id and o.component_id = a.component_id
        order by o.started_at limit 1) as failure
      from incident_components a where a.organization_id = ${tx.organizationId} and a.incident_id = ${incidentId})
    select distinct on (i.started_at, i.id) i.id, i.title, i.started_at, i.resolved_at, o.failure, c.name as component
    from mine
    join outages o on o.organization_id = ${tx.organizationId} and o.component_id = mine.component_id
      and o.failure is not distinct from mine.failure
    join incident_outages l on l.organization_id = o.organization_id and l.outage_id = o.id and l.incident_id <> ${incidentId}
    join incidents i on i.organization_id = l.organization_id and i.id = l.incident_id and i.archived_at is null
      and i.started_at < (select started_at from incidents where organization_id = ${tx.organizationId} and id = ${incidentId})
    join components c on c.organization_id = o.organization_id and c.id = o.component_id
    order by i.started_at desc, i.id desc limit ${limit}`;
}
