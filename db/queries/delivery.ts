import type { EngineTx, TenantTx } from "@/db/client";
import { attemptsKept, type Channel, type DeliveryStatus } from "@/lib/domain/delivery";
import { type NoticeTemplate, onceOnlyTemplates, secretNames } from "@/lib/domain/notice";
import type { SuppressionReason } from "@/lib/domain/suppression";
import type { Ms } from "@/lib/domain/time";

/** One copy as the worker that is about to send it sees it. */
export type DueDelivery = {
  organizationId: string;
  id: string;
  noticeId: string;
  channel: Channel;
  address: string;
  addressKey: string;
  recipientId: string | null;
  template: NoticeTemplate;
  slots: Record<string, string>;
  locale: string;
  timezone: string;
  endpoint: string | null;
  signingSecret: string | null;
  lane: number;
  /** Attempts so far. */
  attempts: number;
  firstAttemptAt: Ms | null;
  /** Its last worker vanished between asking the sender and hearing the answer. */
  interrupted: boolean;
  /** It has to leave by itself: a batch with it was refused. */
  alone: boolean;
  suppression: SuppressionReason | null;
  suppressionDetail: string | null;
};

/** A delivery in one worker's hands until `claimedUntil`, which also proves that it still is. */
export type ClaimedDelivery = DueDelivery & { firstAttemptAt: Ms; claimedUntil: Ms };

export type Pick = {
  lanes: readonly number[];
  /** How many places there are to give away, and how many copies fit in each. */
  places: number;
  unit: number;
  /** The organization served last; who comes after it is first now. */
  after: string;
  /** Organizations that have enough under way. */
  except?: readonly string[];
};

/**
 * Locks copies that are due, shared out: the urgent first, then each organization in turn gets as many places as the
 * others, however much it has waiting (one organization's storm delays nobody else's mail). No two workers get the same.
 */
export async function lockDue(tx: EngineTx, pick: Pick, now: Ms): Promise<DueDelivery[]> {
  const { lanes, places, unit, after, except = [] } = pick;
  return await tx.sql<DueDelivery[]>`
    with recursive waiting as (
      (select lane, organization_id from deliveries where due_at is not null and lane = any(${[...lanes]}::int[])
        order by lane, organization_id limit 1)
      union all
      select later.lane, later.organization_id from waiting, lateral (
        select d.lane, d.organization_id from deliveries d
        where d.due_at is not null and d.lane = any(${[...lanes]}::int[])
          and (d.lane, d.organization_id) > (waiting.lane, waiting.organization_id)
        order by d.lane, d.organization_id limit 1) later
    ), turns as (
      select lane, organization_id, count(*) over () as lanes,
        row_number() over (order by lane <> 0, organization_id <= ${after}, organization_id) as turn
      from waiting w
      where organization_id <> all(${[...except]}::text[]) and exists (select from deliveries d
        where d.lane = w.lane and d.organization_id = w.organization_id and d.due_at <= ${now})
    )
    select due.*, s.reason as suppression, s.detail as suppression_detail
    from turns cross join lateral (
      select d.organization_id, d.id, d.notice_id, d.channel, d.address, d.address_key, d.recipient_id, d.template,
        d.slots, d.locale, d.timezone, d.endpoint, d.signing_secret, d.lane, d.attempts, d.first_attempt_at,
        d.status = 'sending' as interrupted, d.batch_id is not null as alone
      from deliveries d
      where d.lane = turns.lane and d.organization_id = turns.organization_id and d.due_at <= ${now}
      order by d.due_at limit ${unit} * ceil(${places}::float8 / least(turns.lanes, ${places}))::int
      for update skip locked
    ) due
    left join suppressions s on s.organization_id = due.organization_id and s.address_key = due.address_key
      and due.channel = 'email'
    where turns.turn <= ${places}
    order by turns.turn`;
}

/** From here on they count as being sent: whoever finds them so after the lease knows that the answer was lost. */
export async function beginAttempts(
  tx: EngineTx,
  due: readonly DueDelivery[],
  leaseMs: number,
  now: Ms,
): Promise<ClaimedDelivery[]> {
  const claimedUntil = now + leaseMs;
  await tx.sql`
    update deliveries d set status = 'sending', attempts = d.attempts + 1, due_at = ${claimedUntil},
      claimed_until = ${claimedUntil}, first_attempt_at = coalesce(d.first_attempt_at, ${now})
    from unnest(${due.map((each) => each.organizationId)}::text[], ${due.map((each) => each.id)}::text[])
      as m (organization_id, id)
    where d.organization_id = m.organization_id and d.id = m.id`;
  return due.map((each) => ({
    ...each,
    attempts: each.attempts + 1,
    firstAttemptAt: each.firstAttemptAt ?? now,
    claimedUntil,
  }));
}

/** Copies that are not sent at all, and why. */
export async function endUnsent(
  tx: EngineTx,
  due: readonly DueDelivery[],
  status: DeliveryStatus,
  failures: readonly string[],
): Promise<void> {
  await tx.sql`
    update deliveries d set status = ${status}, due_at = null, claimed_until = null, failure = m.failure,
      slots = d.slots - ${[...secretNames]}::text[]
    from unnest(${due.map((each) => each.organizationId)}::text[], ${due.map((each) => each.id)}::text[],
      ${[...failures]}::text[]) as m (organization_id, id, failure)
    where d.organization_id = m.organization_id and d.id = m.id`;
}

export type DeliveryUpdate = {
  status: DeliveryStatus;
  dueAt: Ms | null;
  sentAt: Ms | null;
  senderId: string | null;
  failure: string | null;
  /** The names in its slots that nobody needs any more. */
  erased: readonly string[];
};

/** Writes what became of a claimed delivery; false when it had slipped out of this worker's hands. */
export async function finishDelivery(
  tx: EngineTx,
  claimed: ClaimedDelivery,
  update: DeliveryUpdate,
  now: Ms,
): Promise<boolean> {
  const failed = update.failure === null ? [] : [{ at: now, failure: update.failure }];
  const rows = await tx.sql`
    update deliveries set status = ${update.status}, due_at = ${update.dueAt}, claimed_until = null,
      sent_at = ${update.sentAt}, sender_id = ${update.senderId}, failure = ${update.failure},
      failures = case when ${failed.length} = 0 then failures else ${keptFailures(tx, "failures", failed)} end,
      slots = slots - ${[...update.erased]}::text[]
    where organization_id = ${claimed.organizationId} and id = ${claimed.id} and status = 'sending'
      and claimed_until = ${claimed.claimedUntil}
    returning id`;
  return rows.length > 0;
}

/** The failures so far with the new ones behind them, the oldest forgotten. */
export function keptFailures(tx: EngineTx, column: string, failed: readonly object[]) {
  return tx.sql`(select jsonb_agg(each order by at) from (
    select each, at from jsonb_array_elements(
      coalesce(${tx.sql(column)}, '[]'::jsonb) || ${JSON.stringify(failed)}::text::jsonb)
      with ordinality as old (each, at) order by at desc limit ${attemptsKept}) kept)`;
}

/** What has not left yet and never shall: of one fact, or to one recipient who asked us to stop. How many it was. */
export async function cancelQueued(
  tx: TenantTx,
  which: { factId: string } | { recipientId: string } | { deliveryIds: readonly string[] },
  why: string,
): Promise<number> {
  const condition =
    "factId" in which
      ? tx.sql`fact_id = ${which.factId}`
      : "recipientId" in which
        ? tx.sql`recipient_id = ${which.recipientId} and due_at is not null`
        : tx.sql`id = any(${[...which.deliveryIds]}::text[])`;
  const rows = await tx.sql`
    update deliveries set status = 'cancelled', due_at = null, failure = ${why},
      slots = slots - ${[...secretNames]}::text[]
    where organization_id = ${tx.organizationId} and status = 'queued' and ${condition}
    returning 1`;
  return rows.length;
}

/**
 * Puts copies of a notice that ended in one of `statuses` back into the queue, under a new idempotency key; how many it
 * was. Those whose link is erased stay as they are, and so do those of whoever is no subscriber or contact any more, or
 * has another address by now.
 */
export async function requeue(
  tx: TenantTx,
  notice: { id: string; factId: string },
  statuses: readonly DeliveryStatus[],
  now: Ms,
): Promise<number> {
  const rows = await tx.sql`
    update deliveries d set status = 'queued', due_at = ${now}, batch_id = null, attempts = 0, first_attempt_at = null,
      claimed_until = null
    where d.organization_id = ${tx.organizationId} and d.fact_id = ${notice.factId} and d.notice_id = ${notice.id}
      and d.status = any(${[...statuses]}::text[]) and d.template <> all(${onceOnlyTemplates}::text[])
      and not exists (select from subscribers s where s.organization_id = d.organization_id and s.id = d.recipient_id
        and (s.state <> 'active' or s.link_generation <> (d.slots ->> 'generation')::int))
      and not exists (select from contacts c where c.organization_id = d.organization_id and c.id = d.recipient_id
        and (c.archived_at is not null or c.unsubscribed_at is not null or c.quarantined_at is not null
          or c.link_generation <> (d.slots ->> 'generation')::int))
    returning 1`;
  return rows.length;
}
