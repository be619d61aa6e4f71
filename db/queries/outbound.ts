import type { EngineTx, TenantTx } from "@/db/client";
import type { AlertNote } from "@/lib/domain/alert";
import type { CallKind, CallStatus } from "@/lib/domain/outbound";
import type { Ms } from "@/lib/domain/time";

/** Writes what is to be told: every message to every target, each once. */
export async function insertCalls(
  tx: TenantTx,
  call: { kind: CallKind; targetIds: readonly string[]; messageIds: readonly string[]; dueAt: Ms },
  now: Ms,
): Promise<void> {
  await tx.sql`
    insert into outbound_calls (organization_id, kind, target_id, message_id, status, attempts, due_at, created_at)
    select ${tx.organizationId}, ${call.kind}, target, message, 'queued', 0, ${call.dueAt}, ${now}
    from unnest(${[...call.targetIds]}::text[]) as target, unnest(${[...call.messageIds]}::text[]) as message
    on conflict do nothing`;
}

/** Queues a finished call anew; false when it is still on its way. */
export async function requeueCall(
  tx: TenantTx,
  call: { kind: CallKind; targetId: string; messageId: string },
  now: Ms,
): Promise<boolean> {
  const rows = await tx.sql`
    update outbound_calls set status = 'queued', attempts = 0, due_at = ${now}, claimed_until = null, failure = null,
      finished_at = null
    where organization_id = ${tx.organizationId} and kind = ${call.kind} and target_id = ${call.targetId}
      and message_id = ${call.messageId} and status in ('delivered', 'failed', 'cancelled')`;
  return rows.count > 0;
}

/** A call in one worker's hands until `claimedUntil`, which also proves that it still is. */
export type ClaimedCall = {
  organizationId: string;
  kind: CallKind;
  targetId: string;
  messageId: string;
  attempts: number;
  claimedUntil: Ms;
};

/**
 * Takes calls that are due, at most `share` of each organization, so that one tenant's dead endpoint delays nobody
 * else's. Calls whose worker vanished are due again when their lease is over.
 */
export async function claimCalls(
  tx: EngineTx,
  { limit, share, leaseMs }: { limit: number; share: number; leaseMs: Ms },
  now: Ms,
): Promise<ClaimedCall[]> {
  const claimedUntil = now + leaseMs;
  return await tx.sql<ClaimedCall[]>`
    with due as (
      select organization_id, kind, target_id, message_id, due_at,
        row_number() over (partition by organization_id order by due_at) as turn
      from outbound_calls where due_at <= ${now}
    ), chosen as (
      select organization_id, kind, target_id, message_id from due where turn <= ${share}
      order by turn, due_at limit ${limit}
    ), locked as (
      select c.organization_id, c.kind, c.target_id, c.message_id from outbound_calls c
      join chosen using (organization_id, kind, target_id, message_id)
      where c.due_at <= ${now} for update of c skip locked
    )
    update outbound_calls c set status = 'sending', attempts = c.attempts + 1, due_at = ${claimedUntil},
      claimed_until = ${claimedUntil}
    from locked l
    where c.organization_id = l.organization_id and c.kind = l.kind and c.target_id = l.target_id
      and c.message_id = l.message_id
    returning c.organization_id, c.kind, c.target_id, c.message_id, c.attempts, c.claimed_until`;
}

export type WebhookMessage = {
  organizationId: string;
  targetId: string;
  messageId: string;
  url: string;
  sealedSecret: string;
  sealedPrevious: string | null;
  previousUntil: Ms | null;
  disabledAt: Ms | null;
  type: string;
  body: string;
};

/** What the claimed calls to webhooks have to say, and where. */
export async function webhookMessages(
  tx: EngineTx,
  claimed: readonly ClaimedCall[],
): Promise<WebhookMessage[]> {
  const calls = claimed.filter((call) => call.kind === "webhook");
  if (calls.length === 0) return [];
  return await tx.sql<WebhookMessage[]>`
    select w.organization_id, w.id as target_id, e.id as message_id, w.url, w.sealed_secret, w.sealed_previous,
      w.previous_until, w.disabled_at, e.type, e.body
    from unnest(${calls.map((call) => call.organizationId)}::text[], ${calls.map((call) => call.targetId)}::text[],
      ${calls.map((call) => call.messageId)}::text[]) as asked (organization_id, target_id, message_id)
    join webhooks w on w.organization_id = asked.organization_id and w.id = asked.target_id
    join events e on e.organization_id = asked.organization_id and e.id = asked.message_id`;
}

export type AlertCall = {
  organizationId: string;
  targetId: string;
  messageId: string;
  sealedConfig: string;
  note: AlertNote;
};

/** What the claimed calls to alert channels have to say, and where. */
export async function alertCalls(tx: EngineTx, claimed: readonly ClaimedCall[]): Promise<AlertCall[]> {
  const calls = claimed.filter((call) => call.kind === "alert");
  if (calls.length === 0) return [];
  return await tx.sql<AlertCall[]>`
    select k.organization_id, k.id as target_id, m.id as message_id, k.sealed_config, m.note
    from unnest(${calls.map((call) => call.organizationId)}::text[], ${calls.map((call) => call.targetId)}::text[],
      ${calls.map((call) => call.messageId)}::text[]) as asked (organization_id, target_id, message_id)
    join alert_channels k on k.organization_id = asked.organization_id and k.id = asked.target_id
    join alert_messages m on m.organization_id = asked.organization_id and m.id = asked.message_id`;
}

export type FinishedCall = {
  id: string;
  at: Ms;
  durationMs: number;
  status: CallStatus;
  dueAt: Ms | null;
  requestHeaders: Record<string, string>;
  responseStatus: number | null;
  responseBody: string | null;
  failure: string | null;
};

/** Writes what became of an attempt; false when the call is not this worker's any more. */
export async function finishCall(
  tx: EngineTx,
  call: ClaimedCall,
  done: FinishedCall,
  now: Ms,
): Promise<boolean> {
  const isOver = done.dueAt === null;
  const rows = await tx.sql`
    update outbound_calls set status = ${done.status}, due_at = ${done.dueAt}, claimed_until = null,
      failure = ${done.failure}, finished_at = ${isOver ? now : null}::bigint
    where organization_id = ${call.organizationId} and kind = ${call.kind} and target_id = ${call.targetId}
      and message_id = ${call.messageId} and claimed_until = ${call.claimedUntil}`;
  if (rows.count === 0) return false;
  await tx.sql`
    insert into outbound_attempts (organization_id, id, kind, target_id, message_id, attempt, at, duration_ms,
      outcome, request_headers, response_status, response_body, failure)
    values (${call.organizationId}, ${done.id}, ${call.kind}, ${call.targetId}, ${call.messageId}, ${call.attempts},
      ${done.at}, ${done.durationMs}, ${done.status}, ${JSON.stringify(done.requestHeaders)}::text::jsonb,
      ${done.responseStatus}, ${done.responseBody}, ${done.failure})`;
  return true;
}

/**
 * Holds a webhook until the transaction ends. Whoever writes a webhook and its calls takes the webhook first, as those
 * do who switch it off, so that none waits for the other.
 */
export async function holdWebhook(tx: EngineTx, call: ClaimedCall): Promise<void> {
  await tx.sql`
    select from webhooks where organization_id = ${call.organizationId} and id = ${call.targetId} for update`;
}

/** Notes how a webhook fares; answers since when it fails and how often. */
export async function noteHealth(
  tx: EngineTx,
  call: ClaimedCall,
  isGood: boolean,
  now: Ms,
): Promise<{ failingSince: Ms | null; failures: number }> {
  const [row] = isGood
    ? await tx.sql<{ failingSince: Ms | null; failures: number }[]>`
        update webhooks set failing_since = null, failures = 0, last_success_at = ${now}
        where organization_id = ${call.organizationId} and id = ${call.targetId} returning failing_since, failures`
    : await tx.sql<{ failingSince: Ms | null; failures: number }[]>`
        update webhooks set failing_since = coalesce(failing_since, ${now}), failures = failures + 1
        where organization_id = ${call.organizationId} and id = ${call.targetId} returning failing_since, failures`;
  return row ?? { failingSince: null, failures: 0 };
}

/** Forgets what was told long ago. */
export async function forgetCalls(tx: EngineTx, before: Ms): Promise<void> {
  await tx.sql`delete from outbound_attempts where at < ${before}`;
  await tx.sql`delete from outbound_calls where created_at < ${before} and due_at is null`;
  await tx.sql`delete from events e where created_at < ${before} and not exists (select from outbound_calls c
    where c.organization_id = e.organization_id and c.message_id = e.id)`;
}
