import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import {
  type AlertCall,
  alertCalls,
  type ClaimedCall,
  claimCalls,
  type FinishedCall,
  finishCall,
  forgetCalls,
  holdWebhook,
  noteHealth,
  type WebhookMessage,
  webhookMessages,
} from "@/db/queries/outbound";
import { engineScope } from "@/lib/auth/scope";
import type { AlertChannelConfig } from "@/lib/domain/alert";
import { idFrom } from "@/lib/domain/ids";
import { type Answer, type CallFate, fateOf, isToBeDisabled, retryAfterMs } from "@/lib/domain/outbound";
import { dayMs, type Ms, secondMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { alertPost } from "@/lib/mail/alert-posts";
import { type Post, type PostAnswer, type PostDeps, post, postDeps } from "@/lib/mail/post";
import { webhookPost } from "@/lib/mail/webhook";
import { open } from "@/lib/secret";
import type { Handler } from "./handlers";
import { enqueue } from "./queue";
import type { Service } from "./services";

const idleMs = 500;
/** Calls of one turn, and how many of them one organization may have. */
const [atOnce, share] = [32, 8];
/** Longer than a call may take, so that nobody is told twice because somebody was slow. */
const leaseMs = 60 * secondMs;
/** What was told is remembered for so long. */
const keptMs = 30 * dayMs;

export type OutboundDeps = { post: PostDeps; clock: () => Ms; jitter: () => number };

/** Tells webhooks and alert channels what waits for them. Any number of workers may run it. */
export const outbound: Service = {
  name: "outbound",
  async run(signal) {
    const deps = { post: postDeps(env().allowPrivateTargets), clock: Date.now, jitter: Math.random };
    while (!signal.aborted) {
      if ((await sendCalls(deps)) === 0) await pause(idleMs, undefined, { signal }).catch(() => {});
    }
  },
};

/**
 * What a claimed call is about; `mailed` calls leave through the outbox and are only written down here, and what cannot
 * be written fails by itself, so that one unreadable secret keeps no other call from leaving.
 */
type Prepared = { post: Post } | { mailed: true } | { unsaid: PostAnswer } | null;

/** Claims what is due, calls, writes what came of it; how many it took. The network between two transactions. */
export async function sendCalls(deps: OutboundDeps): Promise<number> {
  const { claimed, prepared } = await inEngine(engineScope(), async (tx) => {
    const calls = await claimCalls(tx, { limit: atOnce, share, leaseMs }, deps.clock());
    const [hooks, alerts] = [await webhookMessages(tx, calls), await alertCalls(tx, calls)];
    return { claimed: calls, prepared: prepare(hooks, alerts, deps.clock()) };
  });
  await Promise.all(claimed.map((call) => send(call, prepared.get(keyOf(call)) ?? null, deps)));
  return claimed.length;
}

const keyOf = (call: { organizationId: string; targetId: string; messageId: string }) =>
  `${call.organizationId} ${call.targetId} ${call.messageId}`;

function prepare(
  hooks: readonly WebhookMessage[],
  alerts: readonly AlertCall[],
  now: Ms,
): Map<string, Prepared> {
  return new Map<string, Prepared>([
    ...hooks.map((message): [string, Prepared] => [
      keyOf(message),
      message.disabledAt === null ? written(() => requestOf(message, now)) : null,
    ]),
    ...alerts.map((call): [string, Prepared] => [keyOf(call), written(() => alertRequestOf(call, now))]),
  ]);
}

function written(make: () => Post | null): Prepared {
  try {
    const made = make();
    return made === null ? { mailed: true } : { post: made };
  } catch (error) {
    const failure = `could not be written: ${error instanceof Error ? error.message : String(error)}`;
    return { unsaid: { failure, maybeTaken: false, isForbidden: false } };
  }
}

function alertRequestOf({ messageId, sealedConfig, note }: AlertCall, now: Ms): Post | null {
  return alertPost(messageId, JSON.parse(open(sealedConfig)) as AlertChannelConfig, note, now);
}

async function send(call: ClaimedCall, prepared: Prepared, deps: OutboundDeps): Promise<void> {
  const at = deps.clock();
  if (prepared === null) return finish(call, at, { request: null, answer: null, fate: null }, deps);
  if ("mailed" in prepared)
    return finish(call, at, { request: null, answer: null, fate: { status: "delivered" } }, deps);
  const request = "post" in prepared ? prepared.post : null;
  const answer = "post" in prepared ? await post(prepared.post, deps.post) : prepared.unsaid;
  const now = deps.clock();
  const fate = fateOf(call.kind, call.attempts, answerOf(answer, now), now, deps.jitter());
  await finish(call, at, { request, answer, fate }, deps);
}

function requestOf(message: WebhookMessage, now: Ms): Post {
  const { sealedSecret, sealedPrevious, previousUntil, messageId: id, url, body } = message;
  const isOverlap = sealedPrevious !== null && previousUntil !== null && previousUntil > now;
  const secrets = [sealedSecret, ...(isOverlap ? [sealedPrevious] : [])].map(open);
  return webhookPost({ id, url, body, secrets }, now);
}

function answerOf(heard: PostAnswer, now: Ms): Answer {
  if ("failure" in heard) return { failure: heard.failure, isForbidden: heard.isForbidden };
  const { status, body, headers } = heard;
  return { status, body, retryAfterMs: retryAfterMs(headers["retry-after"], now) };
}

/** `fate` is null when there is nobody to call any more. */
type Outcome = { request: Post | null; answer: PostAnswer | null; fate: CallFate | null };

async function finish(call: ClaimedCall, at: Ms, outcome: Outcome, deps: OutboundDeps): Promise<void> {
  const now = deps.clock();
  const { fate } = outcome;
  await inEngine(engineScope(), async (tx) => {
    if (call.kind === "webhook") await holdWebhook(tx, call);
    const isOurs = await finishCall(tx, call, recordOf(outcome, at, now), now);
    if (!isOurs || call.kind !== "webhook" || fate === null) return;
    const health = await noteHealth(tx, call, fate.status === "delivered", now);
    const isGone = fate.status === "failed" && fate.isGone;
    if (!isGone && !isToBeDisabled(health.failingSince, health.failures, now)) return;
    const failure = fate.status === "delivered" ? "" : fate.failure;
    const payload = { organizationId: call.organizationId, webhookId: call.targetId, failure };
    await enqueue(tx, "disableWebhook", payload, { now, jobKey: `disableWebhook:${call.targetId}` });
  });
}

function recordOf({ request, answer, fate }: Outcome, at: Ms, now: Ms): FinishedCall {
  const heard = answer !== null && "status" in answer ? answer : null;
  return {
    id: idFrom("attempt", now, randomBytes(16)),
    ...{ at, durationMs: Math.max(0, now - at), status: fate?.status ?? "cancelled" },
    dueAt: fate?.status === "queued" ? fate.dueAt : null,
    requestHeaders: shownHeaders(request),
    responseStatus: heard?.status ?? null,
    responseBody: heard?.body ?? null,
    failure:
      fate === null ? "There is nobody to call any more." : fate.status === "delivered" ? null : fate.failure,
  };
}

/** What may be shown of a request: a channel's key is no business of the log. */
function shownHeaders(request: Post | null): Record<string, string> {
  const { authorization, ...shown } = { ...request?.headers };
  return authorization === undefined ? shown : { ...shown, authorization: "GenieKey …" };
}

/** Job "forgetCalls", daily: events and calls that are older than a month. */
export const forgetOldCalls: Handler = async (_payload, { now }) => {
  await inEngine(engineScope(), (tx) => forgetCalls(tx, now - keptMs));
};
