import { randomBytes } from "node:crypto";
import { inTenant, type TenantTx } from "@/db/client";
import {
  type CountHeadRow,
  insertCountReason,
  insertCounts,
  lockCountHead,
  outcomeCounts,
  saveCountHead,
  standingIntervals,
} from "@/db/queries/count";
import { membersOf } from "@/lib/domain/contract";
import {
  type Count,
  type CountEntry,
  type CountSource,
  type CountsInput,
  sealCounts,
} from "@/lib/domain/count";
import { AppError, type FieldError } from "@/lib/domain/errors";
import { hashReason } from "@/lib/domain/hash";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { type Interval, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { requireComponent } from "./ledger";
import { audit } from "./record";
import { requestRestatements } from "./restatement-request";
import type { StatementContext } from "./statement-evidence";

/** What a report of counts wrote. */
export type CountsView = {
  componentId: string;
  seq: number;
  hash: string;
  entries: number;
  superseded: number;
};

/**
 * Appends a report of request counts, all or nothing. Throws `conflict` for time that lies ahead, for intervals that
 * overlap others of another length, and for ones given before unless there is a `reason`: then the new ones stand and
 * the old ones stay in the chain.
 */
export function reportCounts(
  scope: TenantScope,
  input: CountsInput & { component_id: string },
  now: Ms,
): Promise<CountsView> {
  permit(scope, "write");
  const { component_id: componentId, interval_seconds: intervalSeconds, reason, entries } = input;
  return inTenant(scope, async (tx) => {
    await requireComponent(tx, componentId);
    refuseFuture(entries, intervalSeconds, now);
    const head = await lockCountHead(tx, componentId);
    const counts = entries.toSorted((a, b) => a.from - b.from);
    const replaced = await replacedBy(tx, componentId, counts, intervalSeconds);
    if (replaced.size > 0 && reason === undefined) throw repeated(entries, replaced);
    const actor = actorText(scope.actor);
    const draft = { componentId, intervalSeconds, actor, source: "reported" as const, counts, replaced };
    const entry = await append(tx, head, draft, reason ?? null, now);
    const { seq, hash } = entry;
    const act = { action: "counts.report", objectType: "component", objectId: componentId };
    const facts = {
      seq,
      interval_seconds: intervalSeconds,
      entries: counts.length,
      superseded: replaced.size,
    };
    await audit(tx, scope, { ...act, after: facts }, now);
    return { componentId, seq, hash, entries: counts.length, superseded: replaced.size };
  });
}

function refuseFuture(entries: readonly Count[], intervalSeconds: number, now: Ms): void {
  const errors = entries.flatMap(({ from }, index): FieldError[] =>
    from + intervalSeconds * secondMs > now
      ? [{ path: `entries.${index}.from`, message: "is not over yet" }]
      : [],
  );
  if (errors.length > 0)
    throw new AppError("conflict", "Only what is over can be counted.", { errors: errors.slice(0, 20) });
}

function repeated(entries: readonly Count[], replaced: ReadonlyMap<Ms, number>): AppError {
  const errors = entries.flatMap(({ from }, index): FieldError[] =>
    replaced.has(from)
      ? [
          {
            path: `entries.${index}.from`,
            message: `was counted by entry ${replaced.get(from)}; give a reason`,
          },
        ]
      : [],
  );
  return new AppError("conflict", "These intervals were counted before. Give a reason to supersede them.", {
    errors: errors.slice(0, 20),
  });
}

/** Per interval given before, the seq that counted it. Throws `conflict` when lengths overlap that differ. */
async function replacedBy(
  tx: TenantTx,
  componentId: string,
  counts: readonly Count[],
  intervalSeconds: number,
): Promise<Map<Ms, number>> {
  const lengthMs = intervalSeconds * secondMs;
  const hull = { from: counts[0]?.from ?? 0, to: (counts.at(-1)?.from ?? 0) + lengthMs };
  const standing = await standingIntervals(tx, componentId, "reported", hull);
  const given = new Set(counts.map(({ from }) => from));
  const replaced = new Map<Ms, number>();
  for (const { from, seq, intervalSeconds: seconds } of standing) {
    if (seconds === intervalSeconds) {
      if (given.has(from)) replaced.set(from, seq);
      continue;
    }
    const cell = Math.floor(from / lengthMs) * lengthMs;
    const overlaps =
      seconds < intervalSeconds ? given.has(cell) : anyIn(given, from, from + seconds * secondMs, lengthMs);
    if (overlaps)
      throw new AppError("conflict", `This time was counted in intervals of ${seconds} seconds already.`);
  }
  return replaced;
}

function anyIn(given: ReadonlySet<Ms>, from: Ms, to: Ms, stepMs: number): boolean {
  for (let at = from; at < to; at += stepMs) if (given.has(at)) return true;
  return false;
}

type Report = {
  componentId: string;
  source: CountSource;
  intervalSeconds: number;
  actor: string;
  counts: readonly Count[];
  replaced: ReadonlyMap<Ms, number>;
  outcomesTo?: Ms;
};

async function append(
  tx: TenantTx,
  head: CountHeadRow,
  { counts, replaced, outcomesTo, ...report }: Report,
  reason: string | null,
  now: Ms,
): Promise<CountEntry> {
  const salt = randomBytes(32);
  const entry = sealCounts(
    {
      ...report,
      organizationId: tx.organizationId,
      recordedAt: now,
      reasonHash: reason === null ? null : hashReason(salt, reason),
      counts,
      supersedes: [...new Set(replaced.values())].sort((a, b) => a - b),
    },
    head.seq === 0 ? null : head,
  );
  await insertCounts(
    tx,
    entry,
    counts.map((count) => ({ ...count, supersedes: replaced.get(count.from) ?? null })),
  );
  const { componentId, seq, hash, recordedAt } = entry;
  if (reason !== null) await insertCountReason(tx, { componentId, seq, salt, reason });
  await saveCountHead(tx, { componentId, seq, hash, recordedAt, outcomesTo: outcomesTo ?? head.outcomesTo });
  const hull = {
    from: counts[0]?.from ?? now,
    to: (counts.at(-1)?.from ?? now) + report.intervalSeconds * secondMs,
  };
  await requestRestatements(tx, [componentId], hull, now);
  return entry;
}

/** Outcomes may come this late before their minute is chained. */
const lateMs = 5 * minuteMs;

/** Before a close: what our own checks counted up to the period's end enters the chain, where the terms ask for it. */
export async function chainPendingOutcomes(
  tx: TenantTx,
  { statement, commitment, versions }: StatementContext,
  now: Ms,
): Promise<void> {
  if (commitment.counts !== "outcomes") return;
  const until = Math.min(now - lateMs, statement.periodTo);
  for (const componentId of membersOf(versions).toSorted())
    await chainOutcomes(tx, componentId, { from: statement.periodFrom, to: until }, now);
}

/** Appends the counts of a component's own outcomes by minute, from where the chain ends up to `to`. */
export async function chainOutcomes(
  tx: TenantTx,
  componentId: string,
  { from, to }: Interval,
  now: Ms,
): Promise<void> {
  const head = await lockCountHead(tx, componentId);
  const window = { from: head.outcomesTo ?? from, to: Math.floor(to / minuteMs) * minuteMs };
  if (window.from >= window.to) return;
  const counts = await outcomeCounts(tx, componentId, window);
  if (counts.length === 0) return saveCountHead(tx, { ...head, outcomesTo: window.to });
  const report = { componentId, source: "outcomes" as const, intervalSeconds: 60, actor: "system:counts" };
  await append(tx, head, { ...report, counts, replaced: new Map(), outcomesTo: window.to }, null, now);
}
