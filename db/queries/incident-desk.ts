import type { TenantTx } from "@/db/client";
import type { Told } from "@/lib/domain/incident-fact";
import type { Ms } from "@/lib/domain/time";

/** What a responder must know of an incident beyond its own row. */
export type DeskRow = {
  incidentId: string;
  /** Customers whose contracts promise something about what is down; null when it was never counted. */
  customers: number | null;
  /** Outages not yet seen to recover, those of them that last no more as sight of them is lost, and all of them. */
  outagesOpen: number;
  outagesUnseen: number;
  outages: number;
  /** Addresses that a mail or message about it has reached so far, and when the first left. */
  told: number;
  toldAt: Ms | null;
  /** Of the last public word. */
  saidAt: Ms | null;
  nextUpdateAt: Ms | null;
};

export function listDesk(tx: TenantTx, incidentIds: readonly string[]): Promise<DeskRow[]> {
  if (incidentIds.length === 0) return Promise.resolve([]);
  return tx.sql<DeskRow[]>`
    select asked.id as incident_id,
      (select (f.data ->> 'customers')::int from incident_facts f
        where f.organization_id = ${tx.organizationId} and f.incident_id = asked.id and f.type = 'customers_affected'
        order by f.at desc, f.place desc limit 1) as customers,
      outages.open as outages_open, outages.unseen as outages_unseen, outages.total as outages, told.total as told, told.first as told_at,
      said.published_at as said_at, said.next_update_at
    from unnest(${[...incidentIds]}::text[]) as asked (id)
    cross join lateral (select count(*)::int as total, count(*) filter (where o.recovered_at is null)::int as open,
        count(*) filter (where o.ended_at is not null and o.recovered_at is null)::int as unseen
      from incident_outages l join outages o on o.organization_id = l.organization_id and o.id = l.outage_id
      where l.organization_id = ${tx.organizationId} and l.incident_id = asked.id) outages
    cross join lateral (select count(distinct d.address_key)::int as total, min(d.sent_at) as first
      from notices n join deliveries d on d.organization_id = n.organization_id and d.fact_id = n.fact_id
        and d.notice_id = n.id
      where n.organization_id = ${tx.organizationId} and n.incident_id = asked.id and d.sent_at is not null) told
    left join lateral (select u.published_at, u.next_update_at from incident_updates u
      where u.organization_id = ${tx.organizationId} and u.incident_id = asked.id and u.published_at is not null
        and u.withdrawn_at is null
      order by u.published_at desc, u.id desc limit 1) said on true`;
}

/** What was handed over of an incident's latest notices, by notice and channel, in the order of the first copy. */
export function listTold(tx: TenantTx, incidentId: string, limit: number): Promise<Told[]> {
  return tx.sql<Told[]>`
    select n.id as notice_id, n.template, told.channel, told.recipients, told.first_at, told.last_at
    from (select id, organization_id, fact_id, template from notices
      where organization_id = ${tx.organizationId} and incident_id = ${incidentId} order by id desc limit ${limit}) n
    cross join lateral (select d.channel, count(*)::int as recipients, min(d.sent_at) as first_at,
        max(d.sent_at) as last_at
      from deliveries d where d.organization_id = n.organization_id and d.fact_id = n.fact_id and d.notice_id = n.id
        and d.sent_at is not null
      group by d.channel) told
    order by told.first_at, n.id, told.channel`;
}

/** Names of the organization's people, by user id. */
export function listPeople(tx: TenantTx, limit: number): Promise<{ id: string; name: string }[]> {
  return tx.sql<{ id: string; name: string }[]>`
    select u.id, coalesce(u.name, u.email) as name from memberships m join users u on u.id = m.user_id
    where m.organization_id = ${tx.organizationId} order by 2, 1 limit ${limit}`;
}
