import { inTenant, type TenantTx } from "@/db/client";
import { requeueCall } from "@/db/queries/outbound";
import {
  type AttemptRow,
  cancelCalls,
  countWebhooks,
  deleteWebhook as deleteRow,
  findAttempt,
  findWebhook,
  insertWebhook,
  listAttempts as listAttemptRows,
  listWebhooks as listRows,
  lockWebhook,
  updateWebhook as updateRow,
  type WebhookChange,
  type WebhookRow,
} from "@/db/queries/webhook";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import { isFinanceEvent } from "@/lib/domain/event-catalogue";
import type { Page, PageInput } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import {
  type AttemptListInput,
  type AttemptView,
  overlapMs,
  type WebhookInput,
  type WebhookPatch,
  type WebhookView,
  webhooksMax,
} from "@/lib/domain/webhook";
import { newSigningSecret, seal } from "@/lib/secret";
import { sendEvent } from "./events";
import { requestPublication } from "./publication";
import { audit, newId } from "./record";

/** A webhook and its secret, which is shown this once. */
export type MadeWebhook = { webhook: WebhookView; secret: string };

type Target = { id: string; ifMatch?: number | undefined };

/**
 * Its secret is shown this once. A publication is asked for because it also learns what the components' states are now,
 * which later changes are told against.
 */
export function createWebhook(scope: TenantScope, input: WebhookInput, now: Ms): Promise<MadeWebhook> {
  permit(scope, "admin");
  permitEvents(scope, input.event_types);
  return inTenant(scope, async (tx) => {
    if ((await countWebhooks(tx)) >= webhooksMax)
      throw new AppError(
        "conflict",
        `An organization has at most ${webhooksMax} webhooks. Delete one first.`,
      );
    const secret = newSigningSecret();
    const row = newRow(scope, input, secret, now);
    await insertWebhook(tx, row);
    await requestPublication(tx, now);
    await audit(tx, scope, { ...actOf("webhook.create", row.id), before: null, after: facts(row) }, now);
    return { webhook: viewOf(row), secret };
  });
}

export function getWebhook(scope: TenantScope, id: string): Promise<WebhookView> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const row = await findWebhook(tx, id);
    if (!row) throw notFound("webhook");
    return viewOf(row);
  });
}

/** By age. */
export function listWebhooks(scope: TenantScope, input: PageInput): Promise<Page<WebhookView>> {
  permit(scope, "admin");
  const after = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const page = pageOf(await listRows(tx, { limit: input.limit, after }), input.limit, (row) => [row.id]);
    return { ...page, items: page.items.map(viewOf) };
  });
}

/** Changes what the patch names; switched off, nothing waits for it any more. */
export function updateWebhook(
  scope: TenantScope,
  input: Target & { patch: WebhookPatch },
  now: Ms,
): Promise<WebhookView> {
  permit(scope, "admin");
  const { url, description, event_types: eventTypes, enabled } = input.patch;
  permitEvents(scope, eventTypes ?? []);
  return change(scope, input, "webhook.update", now, async (tx, row) => {
    const switched = enabled === undefined ? {} : switchedTo(row, enabled, now);
    if (enabled === false) await cancelCalls(tx, row.id, now);
    await requestPublication(tx, now);
    const wanted = { url, description, eventTypes, ...switched };
    return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  });
}

function switchedTo({ disabledAt }: WebhookRow, enabled: boolean, now: Ms): WebhookChange {
  if (!enabled) return { disabledAt: disabledAt ?? now, disabledReason: "Switched off by hand." };
  return { disabledAt: null, disabledReason: null, failingSince: null, failures: 0 };
}

/** A new secret; for a day both sign, so that the receiver can take its time. */
export async function rotateSecret(scope: TenantScope, input: Target, now: Ms): Promise<MadeWebhook> {
  permit(scope, "admin");
  const secret = newSigningSecret();
  const webhook = await change(scope, input, "webhook.rotate_secret", now, async (_tx, row) => ({
    ...sealed(secret),
    sealedPrevious: row.sealedSecret,
    previousUntil: now + overlapMs,
  }));
  return { webhook, secret };
}

/** Removes it with its log. What it was and who removed it stays in the audit log. */
export function deleteWebhook(scope: TenantScope, input: Target, now: Ms): Promise<void> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const row = await lockSeen(tx, input);
    await deleteRow(tx, row.id);
    await audit(tx, scope, { ...actOf("webhook.delete", row.id), before: facts(row), after: null }, now);
  });
}

/** Sends the event `webhook.test` to this webhook alone; answers the event's identifier. */
export function testWebhook(scope: TenantScope, id: string, now: Ms): Promise<{ eventId: string }> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const row = await lockSeen(tx, { id });
    refuseDisabled(row);
    const data = { message: "This is a test. Your webhook hears us." };
    const eventId = await sendEvent(tx, { type: "webhook.test", data }, [row.id], now);
    await audit(tx, scope, actOf("webhook.test", row.id), now);
    return { eventId };
  });
}

/** Calls of a webhook, newest first. What a finance event says is for finance alone. */
export function listAttempts(
  scope: TenantScope,
  input: AttemptListInput & { id: string },
): Promise<Page<AttemptView>> {
  permit(scope, "admin");
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    if (!(await findWebhook(tx, input.id))) throw notFound("webhook");
    const rows = await listAttemptRows(tx, input.id, { limit: input.limit, before }, input.event_id);
    const page = pageOf(rows, input.limit, (row) => [row.id]);
    return { ...page, items: page.items.map((row) => attemptView(row, scope.grants.has("finance"))) };
  });
}

/** Sends the event of an attempt again, under the same identifier. */
export function replayAttempt(
  scope: TenantScope,
  { id, attemptId }: { id: string; attemptId: string },
  now: Ms,
): Promise<{ eventId: string }> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const row = await lockSeen(tx, { id });
    refuseDisabled(row);
    const attempt = await findAttempt(tx, id, attemptId);
    if (!attempt) throw notFound("attempt");
    const call = { kind: "webhook", targetId: id, messageId: attempt.messageId } as const;
    if (!(await requeueCall(tx, call, now)))
      throw new AppError("conflict", "This event is still on its way; it will be tried again by itself.");
    await audit(tx, scope, { ...actOf("webhook.replay", id), after: { event_id: attempt.messageId } }, now);
    return { eventId: attempt.messageId };
  });
}

async function change(
  scope: TenantScope,
  target: Target,
  action: string,
  now: Ms,
  decide: (tx: TenantTx, row: WebhookRow) => Promise<WebhookChange>,
): Promise<WebhookView> {
  return inTenant(scope, async (tx) => {
    const before = await lockSeen(tx, target);
    const after = await updateRow(tx, before, await decide(tx, before), now);
    await audit(tx, scope, { ...actOf(action, before.id), before: facts(before), after: facts(after) }, now);
    return viewOf(after);
  });
}

async function lockSeen(tx: TenantTx, { id, ifMatch }: Target): Promise<WebhookRow> {
  const row = await lockWebhook(tx, id);
  if (!row) throw notFound("webhook");
  refuseOtherVersion("webhook", row.version, ifMatch);
  return row;
}

function refuseDisabled({ disabledAt }: WebhookRow): void {
  if (disabledAt !== null)
    throw new AppError("conflict", "This webhook is switched off. Switch it on first.");
}

/** Who may not see money may not have it sent anywhere either. */
function permitEvents(scope: TenantScope, types: readonly string[]): void {
  if (types.some(isFinanceEvent)) permit(scope, "finance");
}

function sealed(secret: string) {
  return { sealedSecret: seal(secret), hint: secret.slice(-4) };
}

function newRow(scope: TenantScope, input: WebhookInput, secret: string, now: Ms): WebhookRow {
  return {
    ...{ id: newId("webhook", now), url: input.url, description: input.description, ...sealed(secret) },
    eventTypes: input.event_types,
    ...{ sealedPrevious: null, previousUntil: null, disabledAt: null, disabledReason: null },
    ...{ failingSince: null, failures: 0, lastSuccessAt: null, createdBy: actorText(scope.actor) },
    ...{ createdAt: now, updatedAt: now, version: 1 },
  };
}

function viewOf(row: WebhookRow): WebhookView {
  const { sealedSecret, sealedPrevious, failures, createdBy, ...view } = row;
  return view;
}

function attemptView(row: AttemptRow, mayFinance: boolean): AttemptView {
  const type = row.type ?? "forgotten";
  return {
    ...{ id: row.id, eventId: row.messageId, eventType: type, attempt: row.attempt, at: row.at },
    ...{ durationMs: row.durationMs, outcome: row.outcome, requestHeaders: row.requestHeaders },
    requestBody: isFinanceEvent(type) && !mayFinance ? null : row.body,
    ...{ responseStatus: row.responseStatus, responseBody: row.responseBody, failure: row.failure },
  };
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "webhook", objectId };
}

/** The part of a row that the audit log shows. */
function facts({ url, description, eventTypes, hint, disabledAt }: WebhookRow): Record<string, unknown> {
  return { url, description, event_types: eventTypes, secret_hint: hint, disabled_at: disabledAt };
}
