import { type SQL, sql } from "drizzle-orm";
import type { EngineTx, TenantTx } from "@/db/client";
import type { NoticeTemplate } from "@/lib/domain/notice";
import type { PageAudience } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import { selectAudience } from "./audience";

export type WaitingNotice = { organizationId: string; id: string };

/** Notices whose recipients are to be looked up, taken into one worker's hands until the lease is over. */
export async function claimExpansions(
  tx: EngineTx,
  claim: { limit: number; leaseMs: number },
  now: Ms,
): Promise<WaitingNotice[]> {
  return await tx.sql<WaitingNotice[]>`
    with due as (
      select organization_id, id from notices where expand_at <= ${now}
      order by expand_at limit ${claim.limit} for update skip locked
    )
    update notices n set expand_at = ${now + claim.leaseMs} from due
    where n.organization_id = due.organization_id and n.id = due.id
    returning n.organization_id, n.id`;
}

export type Expanding = {
  id: string;
  factId: string;
  template: NoticeTemplate;
  audience: PageAudience;
  expandedTo: string;
  dueAt: Ms;
};

/** The notice, locked until this transaction ends; null when there is nothing to look up any more. */
export async function lockExpanding(tx: TenantTx, id: string): Promise<Expanding | null> {
  const [row] = await tx.sql<Expanding[]>`
    select id, fact_id, template, audience, expanded_to, due_at from notices
    where organization_id = ${tx.organizationId} and id = ${id} and expand_at is not null and cancelled_at is null
    for update`;
  return row ?? null;
}

export type Expansion = {
  /** Ten digits of time, so that identifiers made here sort with all others. */
  idPrefix: string;
  lanes: { mail: number; hook: number };
  limit: number;
};

/**
 * Writes copies for the next `limit` recipients that were not told this fact before, and moves the notice's cursor
 * behind them, or ends the expansion. How many recipients were looked at.
 */
export async function expandNext(tx: TenantTx, notice: Expanding, how: Expansion, now: Ms): Promise<number> {
  const chosen = selectAudience(tx, notice.audience, { after: notice.expandedTo, limit: how.limit });
  const { count, last } = await writeCopies(tx, notice, chosen, how, now);
  await tx.sql`
    update notices set expanded_to = ${last ?? notice.expandedTo},
      expand_at = ${count < how.limit ? null : now}
    where organization_id = ${tx.organizationId} and id = ${notice.id}`;
  return count;
}

/** Notices of a page that are due and whose recipients are still being looked up. */
export async function listExpanding(tx: TenantTx, pageId: string, now: Ms): Promise<Expanding[]> {
  return await tx.sql<Expanding[]>`
    select id, fact_id, template, audience, expanded_to, due_at from notices
    where organization_id = ${tx.organizationId} and expand_at is not null and cancelled_at is null
      and due_at <= ${now} and audience ->> 'pageId' = ${pageId}`;
}

/** Writes the copy of one recipient ahead of its turn, if the notice is for it and it was not told the fact before. */
export async function expandFor(
  tx: TenantTx,
  notice: Expanding,
  recipientId: string,
  how: Expansion,
  now: Ms,
): Promise<void> {
  const chosen = selectAudience(tx, notice.audience, { after: "", limit: 1, only: recipientId });
  await writeCopies(tx, notice, chosen, how, now);
}

async function writeCopies(
  tx: TenantTx,
  notice: Expanding,
  chosen: SQL,
  { idPrefix, lanes }: Expansion,
  now: Ms,
): Promise<{ count: number; last: string | null }> {
  const [seen] = await tx.orm.execute<{ count: number; last: string | null }>(sql`
    with chosen as materialized (${chosen}), made as (
      insert into deliveries (organization_id, id, notice_id, fact_id, channel, address_key, address, recipient_id,
        template, slots, locale, timezone, endpoint, signing_secret, lane, status, due_at, created_at)
      select ${tx.organizationId}, ${idPrefix} || substr(md5(${notice.id} || c.recipient_id), 1, 16), ${notice.id},
        ${notice.factId}, c.channel, c.address_key, c.address, c.recipient_id, ${notice.template}, c.slots, c.locale,
        c.timezone, c.endpoint, c.signing_secret,
        case when c.channel = 'email' then ${lanes.mail}::int else ${lanes.hook}::int end, 'queued',
        ${Math.max(now, notice.dueAt)}, ${now}
      from chosen c on conflict do nothing
    )
    select count(*)::int as count, max(recipient_id) as last from chosen`);
  return seen ?? { count: 0, last: null };
}
