import type { EngineTx } from "@/db/client";
import type { MemberResult } from "@/lib/domain/batch";
import { secretNames, templatesWithSecrets } from "@/lib/domain/notice";
import type { Ms } from "@/lib/domain/time";
import { keptFailures } from "./delivery";

/** Messages on their way in one call, in one worker's hands until `claimedUntil`. */
export type ClaimedBatch = {
  organizationId: string;
  id: string;
  members: string[];
  /** Sealed. */
  body: Buffer;
  /** The same in the open, while the worker that froze it holds it. */
  bytes?: Uint8Array;
  /** This attempt included. */
  attempts: number;
  firstAttemptAt: Ms;
  maybeAccepted: boolean;
  claimedUntil: Ms;
};

export type NewBatch = Pick<ClaimedBatch, "organizationId" | "id" | "members" | "body" | "bytes"> & {
  lane: number;
};

/** Freezes batches: from here on their messages neither change nor leave in any other company (RULES R7.2). */
export async function insertBatches(
  tx: EngineTx,
  batches: readonly NewBatch[],
  /** In this worker's hands, or waiting for whoever comes first. */
  turn: { claimedUntil: Ms | null; dueAt: Ms },
  now: Ms,
): Promise<void> {
  if (batches.length === 0) return;
  const { claimedUntil, dueAt } = turn;
  const attempts = claimedUntil === null ? 0 : 1;
  // Sent one behind the other without waiting for each answer.
  const inserts = batches.map(
    ({ organizationId, id, members, body, lane }) => tx.sql`
      insert into delivery_batches (organization_id, id, members, body, lane, status, attempts, first_attempt_at,
        maybe_accepted, due_at, claimed_until, created_at)
      values (${organizationId}, ${id}, ${members}, ${body}, ${lane}, 'open', ${attempts}, ${now}, false, ${dueAt},
        ${claimedUntil}, ${now})`,
  );
  await Promise.all(inserts);
  const rows = batches.flatMap(({ organizationId, id, members }) =>
    members.map((member) => ({ organizationId, batchId: id, id: member })),
  );
  await tx.sql`
    update deliveries d set status = 'sending', due_at = null, batch_id = m.batch_id,
      first_attempt_at = coalesce(d.first_attempt_at, ${now})
    from unnest(${rows.map((row) => row.organizationId)}::text[], ${rows.map((row) => row.batchId)}::text[],
      ${rows.map((row) => row.id)}::text[]) as m (organization_id, batch_id, id)
    where d.organization_id = m.organization_id and d.id = m.id`;
}

/** How many batches wait in nobody's hands. */
export async function countWaiting(tx: EngineTx): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from delivery_batches where due_at is not null and claimed_until is null`;
  return row?.count ?? 0;
}

/** Puts batches out of this worker's hands that it did not get to send. */
export async function releaseBatches(
  tx: EngineTx,
  batches: readonly ClaimedBatch[],
  dueAt: Ms,
): Promise<void> {
  if (batches.length === 0) return;
  await tx.sql`
    update delivery_batches b set attempts = b.attempts - 1, due_at = ${dueAt}, claimed_until = null
    from unnest(${batches.map((each) => each.organizationId)}::text[], ${batches.map((each) => each.id)}::text[])
      as m (organization_id, id)
    where b.organization_id = m.organization_id and b.id = m.id`;
}

/** Takes batches that wait for another attempt, or whose worker died, which may have been accepted then. */
export async function claimBatches(
  tx: EngineTx,
  { limit, claimedUntil }: { limit: number; claimedUntil: Ms },
  now: Ms,
): Promise<ClaimedBatch[]> {
  return await tx.sql<ClaimedBatch[]>`
    with due as (
      select organization_id, id from delivery_batches where due_at <= ${now}
      order by lane, due_at limit ${limit} for update skip locked
    )
    update delivery_batches b set attempts = b.attempts + 1, due_at = ${claimedUntil}, claimed_until = ${claimedUntil},
      maybe_accepted = b.maybe_accepted or b.claimed_until is not null
    from due where b.organization_id = due.organization_id and b.id = due.id
    returning b.organization_id, b.id, b.members, b.body, b.attempts, b.first_attempt_at, b.maybe_accepted,
      b.claimed_until`;
}

/** The batch will be tried again, byte for byte. False when it had slipped out of this worker's hands. */
export async function postponeBatch(
  tx: EngineTx,
  batch: ClaimedBatch,
  next: { dueAt: Ms; maybeAccepted: boolean; failure: string },
  now: Ms,
): Promise<boolean> {
  const failed = [{ at: now, failure: next.failure }];
  const rows = await tx.sql`
    update delivery_batches set due_at = ${next.dueAt}, claimed_until = null, maybe_accepted = ${next.maybeAccepted},
      failures = ${keptFailures(tx, "failures", failed)}
    where organization_id = ${batch.organizationId} and id = ${batch.id} and status = 'open'
      and claimed_until = ${batch.claimedUntil}
    returning 1`;
  return rows.length > 0;
}

/** Slots without what nobody needs any more. */
function bareSlots(tx: EngineTx) {
  return tx.sql`case when d.template = any(${templatesWithSecrets}::text[]) then d.slots - ${[...secretNames]}::text[]
    else d.slots end`;
}

/** A batch that the provider took, and its word on each member, in their order. */
export type TakenBatch = Pick<ClaimedBatch, "organizationId" | "id" | "members"> & {
  results: readonly MemberResult[];
  sentAt: Ms;
};

/** Writes the provider's word on every message of the batches it took. */
export async function endTaken(tx: EngineTx, batches: readonly TakenBatch[]): Promise<void> {
  const rows = batches.flatMap(({ organizationId, id, members, results, sentAt }) =>
    results.map((result, at) => ({ ...result, organizationId, batchId: id, id: members[at] ?? "", sentAt })),
  );
  await tx.sql`
    with over as (
      update delivery_batches b set status = 'taken', body = null, due_at = null, claimed_until = null
      from unnest(${batches.map((each) => each.organizationId)}::text[], ${batches.map((each) => each.id)}::text[])
        as t (organization_id, id)
      where b.organization_id = t.organization_id and b.id = t.id and b.status = 'open'
      returning b.organization_id, b.id
    )
    update deliveries d set status = case when m.failure is null then 'sent' else 'failed' end,
      sent_at = case when m.failure is null then m.sent_at end, sender_id = m.sender_id, failure = m.failure,
      slots = ${bareSlots(tx)}
    from over join unnest(${rows.map((row) => row.organizationId)}::text[], ${rows.map((row) => row.batchId)}::text[],
      ${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.sentAt)}::bigint[],
      ${rows.map((row) => row.senderId)}::text[], ${rows.map((row) => row.failure)}::text[])
      as m (organization_id, batch_id, id, sent_at, sender_id, failure)
      on m.organization_id = over.organization_id and m.batch_id = over.id
    where d.organization_id = m.organization_id and d.id = m.id and d.batch_id = m.batch_id
      and d.status = 'sending'`;
}

/** Ends a batch that nobody is known to have taken. `dissolved` lets its members leave one by one. */
export async function endUntaken(
  tx: EngineTx,
  batch: ClaimedBatch,
  status: "failed" | "uncertain" | "dissolved",
  failure: string,
  now: Ms,
): Promise<void> {
  const isAgain = status === "dissolved";
  const failed = [{ at: now, failure }];
  await tx.sql`
    with over as (
      update delivery_batches b set status = ${status === "uncertain" ? "uncertain" : "refused"}, body = null,
        due_at = null, claimed_until = null, failures = ${keptFailures(tx, "failures", failed)}
      where b.organization_id = ${batch.organizationId} and b.id = ${batch.id} and b.status = 'open'
      returning id
    )
    update deliveries d set status = ${isAgain ? "queued" : status}, due_at = ${isAgain ? now : null}::bigint,
      failure = ${failure}, slots = ${isAgain ? tx.sql`d.slots` : bareSlots(tx)}
    from over
    where d.organization_id = ${batch.organizationId} and d.id = any(${batch.members}::text[])
      and d.batch_id = over.id and d.status = 'sending'`;
}
