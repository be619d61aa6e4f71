import type { TenantTx } from "@/db/client";

export type Told = { addressKey: string; address: string };

/** Whom customers' own messages about this incident reach, or reached; of those about its end, the latest. */
export function warnedOf(tx: TenantTx, incidentId: string, phase: "opened" | "ended"): Promise<Told[]> {
  return tx.sql<Told[]>`
    select distinct d.address_key, d.address from notices n
    join deliveries d on d.organization_id = n.organization_id and d.notice_id = n.id
    where n.organization_id = ${tx.organizationId} and n.incident_id = ${incidentId}
      and n.template = 'customer_warning' and n.fact_id like ${`%:${phase}%`}
      and d.channel = 'email' and d.status not in ('cancelled', 'failed', 'suppressed', 'bounced')`;
}

/** Which of these facts customers were told, or a person was asked about. */
export async function knownFacts(tx: TenantTx, factIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.sql<{ factId: string }[]>`
    select fact_id from notices
    where organization_id = ${tx.organizationId} and fact_id = any(${[...factIds]}::text[])
    union select fact_id from warning_drafts
    where organization_id = ${tx.organizationId} and fact_id = any(${[...factIds]}::text[])`;
  return new Set(rows.map(({ factId }) => factId));
}

/** Which of these addresses a fact has left for already. */
export async function toldAddresses(
  tx: TenantTx,
  factId: string,
  addressKeys: readonly string[],
): Promise<Set<string>> {
  if (addressKeys.length === 0) return new Set();
  const rows = await tx.sql<{ addressKey: string }[]>`
    select address_key from deliveries
    where organization_id = ${tx.organizationId} and fact_id = ${factId} and channel = 'email'
      and address_key = any(${[...addressKeys]}::text[])
      and status in ('sending', 'sent', 'delivered', 'complained', 'uncertain')`;
  return new Set(rows.map(({ addressKey }) => addressKey));
}

/**
 * Notes that these addresses hear a fact otherwise: a copy that waits is held back, one that is still to be looked up
 * will not be made (RULES R7.1). What has left stays as it is.
 */
export async function coverAddresses(
  tx: TenantTx,
  copies: readonly (Told & { id: string })[],
  fact: { factId: string; template: string; reason: string },
  now: number,
): Promise<void> {
  if (copies.length === 0) return;
  await tx.sql`
    insert into deliveries (organization_id, id, notice_id, fact_id, channel, address_key, address, template, slots,
      status, failure, created_at)
    select ${tx.organizationId}, c.id, coalesce((
        select id from notices n where n.organization_id = ${tx.organizationId} and n.fact_id = ${fact.factId}
        order by id limit 1), ''), ${fact.factId}, 'email', c.address_key, c.address, ${fact.template}, '{}'::jsonb,
      'suppressed', ${fact.reason}, ${now}
    from unnest(${copies.map(({ id }) => id)}::text[], ${copies.map((each) => each.addressKey)}::text[],
      ${copies.map(({ address }) => address)}::text[]) as c(id, address_key, address)
    on conflict (organization_id, fact_id, channel, address_key) do update
      set status = 'suppressed', due_at = null, failure = ${fact.reason}
      where deliveries.status = 'queued'`;
}
