import { inTenant, type TenantTx } from "@/db/client";
import {
  awaitBeat,
  findHeartbeat,
  type Heartbeat,
  listListening,
  lockOverdueBeat,
  moveBeatDeadline,
  noteBeatStart,
} from "@/db/queries/beat";
import { insertOutcomes } from "@/db/queries/outcome";
import { type Bucket, takeToken } from "@/db/queries/rate-bucket";
import { scopeForBeat } from "@/lib/auth/beat";
import type { Outcome } from "@/lib/domain/check";
import { AppError, notFound } from "@/lib/domain/errors";
import { deadlineAfterBeat, deadlineAfterMiss, judgeMissedBeat } from "@/lib/domain/heartbeat";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, secondMs } from "@/lib/domain/time";
import { beatPlanOf } from "./monitor-row";
import { beatRegion, settle, settleEnd } from "./verdicts";

/** What a job says: it is done, has begun, failed, or has something to note. */
export type BeatKind = "ok" | "start" | "fail" | "log";

/** Web processes say this often that they listen; deafness much shorter than that proves nothing. */
export const listenEveryMs = 2 * secondMs;
const deafAfterMs = 3 * listenEveryMs;
const allowance = { capacity: 30, perSecond: 1 };
/** The longest a job may take and still be timed: four bytes of milliseconds. */
const longestJobMs = 2_147_483_647;

/**
 * Records what a job says of itself, with its own `note` of at most 300 characters. Throws `not_found` for an unknown
 * token and `limit` for one that is used more than once a second over a while.
 */
export async function recordBeat(
  token: string,
  kind: BeatKind,
  now: Ms,
  note: string | null = null,
): Promise<void> {
  const found = await scopeForBeat(token);
  if (!found) throw notFound("heartbeat");
  const { scope, monitorId, tokenHash } = found;
  await inTenant(scope, async (tx) => {
    const bucket: Bucket = { name: `beat:${monitorId}`, ...allowance };
    // Asked together: one round trip, and what is sent first is done first.
    const [token, row] = await Promise.all([takeToken(tx, bucket, now), findHeartbeat(tx, monitorId)]);
    if (!row || row.archivedAt !== null || row.beatTokenHash !== tokenHash) throw notFound("heartbeat");
    if (!token.taken) throw tooMany();
    if (kind === "start") await noteBeatStart(tx, monitorId, now);
    else if (kind === "log") await insertOutcomes(tx, [noted(tx, row, note, now)]);
    else await hear(tx, scope, row, { kind, note }, now);
  });
}

/**
 * Judges a wait that passed its deadline (RULES R3.4); nothing happens if a beat, an edit or another worker came
 * first. The wait goes on: a job that is late now may be later still.
 */
export function missBeat(
  scope: TenantScope,
  missed: { monitorId: string; deadline: Ms },
  now: Ms,
): Promise<void> {
  return inTenant(scope, async (tx) => {
    const row = await findHeartbeat(tx, missed.monitorId);
    if (row && row.archivedAt === null) await judge(tx, scope, row, missed.deadline, now);
  });
}

async function hear(
  tx: TenantTx,
  scope: TenantScope,
  row: Heartbeat,
  { kind, note }: { kind: "ok" | "fail"; note: string | null },
  now: Ms,
): Promise<void> {
  const { deadline, begunAt, pausedAt } = row;
  if (deadline !== null && deadline < now && pausedAt === null) await judge(tx, scope, row, deadline, now);
  const tookMs = begunAt === null ? null : Math.max(0, Math.min(now - begunAt, longestJobMs));
  const outcome = { ...outcomeOf(kind === "ok" ? null : "heartbeat_failed", now, tookMs), detail: note };
  const noting = insertOutcomes(tx, [outcomeRow(tx, row, now, outcome)]);
  if (pausedAt !== null) {
    await noting;
    return;
  }
  const awaiting = awaitBeat(tx, {
    monitorId: row.id,
    region: beatRegion,
    monitorVersion: row.checkVersion,
    deadline: deadlineAfterBeat(beatPlanOf(row), now),
    intervalMs: row.intervalSeconds * secondMs,
  });
  const [standing] = await Promise.all([awaiting, noting]);
  // Another "up" of a steady heartbeat changes nothing but when it was last heard, and that is told from what is stored.
  if (kind === "fail" || standing !== "steady") await settle(tx, scope, [row.id], now);
}

async function judge(tx: TenantTx, scope: TenantScope, row: Heartbeat, deadline: Ms, now: Ms): Promise<void> {
  if (!(await lockOverdueBeat(tx, row.id, deadline))) return;
  const plan = beatPlanOf(row);
  const spans = await listListening(
    tx,
    deadline - Math.max(plan.intervalMs, plan.graceMs) - plan.graceMs - deafAfterMs,
    deadline,
  );
  const listening = spans.map(({ from, to }) => ({ from, to: to + deafAfterMs }));
  const judged = judgeMissedBeat(plan, { deadline, listening });
  if (judged.kind === "deaf") {
    await settleEnd(tx, scope, row.id, { state: "unknown", from: judged.from }, now);
    await moveBeatDeadline(tx, row.id, judged.deadline);
    return;
  }
  await insertOutcomes(tx, [outcomeRow(tx, row, deadline, outcomeOf("heartbeat_late", judged.dueAt, null))]);
  await moveBeatDeadline(tx, row.id, deadlineAfterMiss(plan, deadline, now));
  await settle(tx, scope, [row.id], now);
}

/** What a job notes counts for nothing, like a run somebody asked for. */
function noted(tx: TenantTx, row: Heartbeat, note: string | null, now: Ms) {
  return { ...outcomeRow(tx, row, now, { ...outcomeOf(null, now, null), detail: note }), runNow: true };
}

function outcomeRow(tx: TenantTx, row: Heartbeat, scheduledFor: Ms, outcome: Outcome) {
  return {
    organizationId: tx.organizationId,
    monitorId: row.id,
    region: beatRegion,
    scheduledFor,
    monitorVersion: row.checkVersion,
    runNow: false,
    outcome,
  };
}

function outcomeOf(
  failure: "heartbeat_late" | "heartbeat_failed" | null,
  startedAt: Ms,
  totalMs: number | null,
): Outcome {
  return {
    startedAt,
    verdict: failure === null ? "up" : "down",
    ok: failure === null,
    failure,
    detail: null,
    httpStatus: null,
    phases: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, transferMs: null, totalMs },
    suspect: false,
  };
}

function tooMany(): AppError {
  return new AppError("limit", "This heartbeat reports itself too often; once an interval is enough.", {
    retryAfterSeconds: 1,
  });
}
