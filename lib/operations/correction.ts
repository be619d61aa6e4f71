import { inTenant, type TenantTx } from "@/db/client";
import { type HeadRow, lockHeads, readEntries, readHeads, supersederOf } from "@/db/queries/ledger";
import { sealEntry } from "@/lib/domain/chain";
import { type CorrectionInput, monthsOf, type UtcMonth } from "@/lib/domain/correction-input";
import { AppError, invalid } from "@/lib/domain/errors";
import { hashReason } from "@/lib/domain/hash";
import { hullOf } from "@/lib/domain/import";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Interval, Ms } from "@/lib/domain/time";
import { foldTree } from "@/lib/domain/tree";
import { totalsOf } from "@/lib/domain/uptime";
import { type Chains, loadChains } from "./chains";
import { beforeCorrection, effectOnStatements, type StatementEffect } from "./correction-statements";
import { appendEntries, type LedgerDraft, requireComponent } from "./ledger";
import { audit, newId } from "./record";
import { type UptimeFigures, uptimeFigures } from "./timeline";

/** What a correction changes in one UTC month of the component, by basis `worst`; the running month ends now. */
export type MonthEffect = { month: string; before: UptimeFigures; after: UptimeFigures };

/** `entry` is null for a dry run, which writes nothing; `statements` for whoever may not see money. */
export type CorrectionView = {
  entry: LedgerEntry | null;
  effect: MonthEffect[];
  statements: StatementEffect[] | null;
};

/**
 * Lays a person's word over [from, to) of one component, or only shows what it would change. Throws `conflict` when
 * it reaches into the future or supersedes what was superseded already, `invalid` when `supersedes` names no correction.
 * The effect is this component's; components composed of it follow when they are read.
 */
export function correctLedger(
  scope: TenantScope,
  input: CorrectionInput & { component_id: string; dry_run: boolean },
  now: Ms,
): Promise<CorrectionView> {
  permit(scope, "write");
  const { component_id: componentId } = input;
  return inTenant(scope, async (tx) => {
    await requireComponent(tx, componentId);
    if (input.to > now) throw futureConflict();
    const heads = input.dry_run ? await readHeads(tx, [componentId]) : await lockHeads(tx, [componentId]);
    const superseded = await supersededBy(tx, componentId, input.supersedes);
    const touched = superseded
      ? [input, { from: superseded.effectiveFrom, to: superseded.effectiveTo ?? input.to }]
      : [input];
    const months = touchedMonths(touched, now);
    const chains = await loadChains(tx, [{ componentId, ...hullOf(months) }]);
    const money = await beforeCorrection(tx, scope, componentId, hullOf(touched), now);
    const draft = draftOf(scope, tx, input, now);
    const entry = input.dry_run ? preview(draft, heads.get(componentId)) : await write(tx, scope, draft, now);
    const effect = months.map((month) => effectIn(month, componentId, chains, entry));
    const statements = money && (await effectOnStatements(tx, money, entry, now));
    return { entry: input.dry_run ? null : entry, effect, statements };
  });
}

function futureConflict(): AppError {
  const errors = [{ path: "to", message: "lies in the future" }];
  return new AppError("conflict", "What has not happened yet cannot be corrected.", { errors });
}

async function supersededBy(
  tx: TenantTx,
  componentId: string,
  seq: number | undefined,
): Promise<LedgerEntry | null> {
  if (seq === undefined) return null;
  const [entry] = await readEntries(tx, componentId, [seq]);
  if (entry?.kind !== "correction") {
    throw invalid("supersedes", "must be the seq of a correction of this component");
  }
  const later = await supersederOf(tx, componentId, seq);
  if (later === null) return entry;
  const errors = [{ path: "supersedes", message: `was superseded by entry ${later}; name that one` }];
  throw new AppError("conflict", `Entry ${seq} was superseded already.`, { errors });
}

type CorrectionDraft = Extract<LedgerDraft, { kind: "correction" }> & { reason: string };

function draftOf(
  scope: TenantScope,
  { organizationId }: TenantTx,
  input: CorrectionInput & { component_id: string },
  now: Ms,
): CorrectionDraft {
  return {
    kind: "correction",
    organizationId,
    componentId: input.component_id,
    recordedAt: now,
    actor: actorText(scope.actor),
    source: { type: "person", id: newId("correction", now) },
    effectiveFrom: input.from,
    effectiveTo: input.to,
    state: input.state ?? null,
    cause: input.cause ?? null,
    affectedRatio: input.affected_ratio ?? null,
    reason: input.reason,
    supersedes: input.supersedes ?? null,
  };
}

/** The entry as it would be written now. */
function preview({ reason, ...draft }: CorrectionDraft, head: HeadRow | undefined): LedgerEntry {
  const reasonHash = hashReason(new Uint8Array(32), reason);
  return sealEntry({ ...draft, reasonHash }, head ?? null);
}

async function write(
  tx: TenantTx,
  scope: TenantScope,
  draft: CorrectionDraft,
  now: Ms,
): Promise<LedgerEntry> {
  const [entry] = await appendEntries(tx, [draft], now);
  if (entry === undefined) throw new Error("a draft was appended without an entry");
  const { seq, effectiveFrom, effectiveTo, state, cause, affectedRatio, supersedes } = entry;
  const facts = {
    seq,
    from: effectiveFrom,
    to: effectiveTo,
    state,
    cause,
    affected_ratio: affectedRatio,
    supersedes,
  };
  const act = { action: "ledger.correct", objectType: "component", objectId: entry.componentId };
  await audit(tx, scope, { ...act, after: facts }, now);
  return entry;
}

/** The months that any of the intervals touches, none of them beyond now. */
function touchedMonths(intervals: readonly Interval[], now: Ms): UtcMonth[] {
  const months = new Map(intervals.flatMap(monthsOf).map((month) => [month.month, month]));
  return [...months.values()]
    .map((month) => ({ ...month, to: Math.min(month.to, now) }))
    .sort((a, b) => a.from - b.from);
}

function effectIn(month: UtcMonth, componentId: string, chains: Chains, entry: LedgerEntry): MonthEffect {
  const { from, to } = month;
  const figures = (seen: Chains) =>
    uptimeFigures(totalsOf(foldTree({ componentId, chains: seen, basis: "worst", from, to })));
  const corrected = new Map(chains).set(componentId, [...(chains.get(componentId) ?? []), entry]);
  return { month: month.month, before: figures(chains), after: figures(corrected) };
}
