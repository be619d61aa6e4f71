import type { TenantTx } from "@/db/client";
import { listCommitments, listTerms } from "@/db/queries/contract";
import { creditsOfPeriods, type PeriodCredit } from "@/db/queries/credit";
import { carriedInto, type Granted, grantedBeside } from "@/db/queries/statement";
import { canonicalJson } from "@/lib/domain/canonical";
import { AppError, assert } from "@/lib/domain/errors";
import { sha256Hex } from "@/lib/domain/hash";
import { type Evaluation, evaluate } from "@/lib/domain/sla/evaluate";
import { presentEvaluation, type SlaResult } from "@/lib/domain/sla/result";
import type { Vector } from "@/lib/domain/sla/vector";
import type { StatementHead, StatementInputs, WorkingLine } from "@/lib/domain/statement";
import { priorOf, remainingCap } from "@/lib/domain/statement-input";
import {
  evidenceWindow,
  maintenanceUsedBefore,
  type StatementEvidence,
  vectorOf,
  versionAt,
} from "@/lib/domain/statement-vector";
import type { Interval, Ms } from "@/lib/domain/time";
import { workingOf } from "@/lib/domain/working";
import { type Gathered, gather, gatherAtHeads, type StatementContext } from "./statement-evidence";

/** One statement computed. */
export type StatementFigures = {
  vector: Vector;
  evaluation: Evaluation;
  result: SlaResult;
  working: WorkingLine[];
  heads: readonly StatementHead[];
  inputs: StatementInputs;
  /** The time the result rests on. */
  reach: Interval;
  /** Whether a run that goes on would change the result by its further length (RULES R4.4). */
  isUnsettled: boolean;
};

/** Figures, or the sentence that says why there are none. */
export type Attempt = { figures: StatementFigures; complaint: null } | { figures: null; complaint: string };

/** Statements as the ledger, the counts and what was closed before them say now. */
export async function computeStatements(
  tx: TenantTx,
  contexts: readonly StatementContext[],
  now: Ms,
): Promise<Attempt[]> {
  if (contexts.length === 0) return [];
  return assessGathered(tx, contexts, await gather(tx, contexts, now), now);
}

/** Statements from evidence that was read before. */
export async function assessGathered(
  tx: TenantTx,
  contexts: readonly StatementContext[],
  gathered: readonly Gathered[],
  now: Ms,
): Promise<Attempt[]> {
  const inputs = await inputsOf(tx, contexts, gathered);
  return contexts.map((context, index) => {
    const [evidence, given] = [gathered[index], inputs[index]];
    assert(evidence && given, "every statement has its evidence");
    return assessWith(context, evidence, given, now);
  });
}

/** A statement from evidence and inputs that are given whole. */
export function assessWith(
  context: StatementContext,
  evidence: Gathered,
  inputs: StatementInputs,
  now: Ms,
): Attempt {
  return attempt(() => figuresOf(context, evidence, inputs, now));
}

/** A closed statement computed again from its stored heads and inputs; equals its stored result (R4.3). */
export async function recompute(tx: TenantTx, context: StatementContext): Promise<StatementFigures> {
  const { heads, inputs, knownAt, termsVersion } = context.statement;
  if (!heads || !inputs || knownAt === null || termsVersion === null)
    throw new AppError("conflict", "Only a closed statement can be computed again from its heads.");
  const versions = context.agreement.versions.filter((version) => version.termsVersion <= termsVersion);
  const then = { ...context, agreement: { ...context.agreement, versions } };
  return figuresOf(then, await gatherAtHeads(tx, then, heads), inputs, knownAt);
}

/** The figures as they were when these were the heads, for what keeps no inputs of its own. */
export async function figuresAtHeads(
  tx: TenantTx,
  context: StatementContext,
  heads: readonly StatementHead[],
  knownAt: Ms,
): Promise<Attempt> {
  const gathered = await gatherAtHeads(tx, context, heads);
  const [inputs] = await inputsOf(tx, [context], [gathered]);
  assert(inputs, "one statement has one set of inputs");
  return attempt(() => figuresOf(context, gathered, inputs, knownAt));
}

/** The figures, or `conflict` with the sentence that says why there are none. */
export function figuresIn(attempt: Attempt | undefined): StatementFigures {
  if (attempt?.figures) return attempt.figures;
  throw new AppError("conflict", `This statement cannot be computed: ${attempt?.complaint ?? "no evidence"}`);
}

/** Hex SHA-256 of a result's canonical text (RFC 8785). */
export function hashOf(result: SlaResult): string {
  return sha256Hex(canonicalJson(result));
}

function attempt(compute: () => StatementFigures): Attempt {
  try {
    return { figures: compute(), complaint: null };
  } catch (error) {
    if (error instanceof AppError) return { figures: null, complaint: error.message };
    throw error;
  }
}

function figuresOf(
  { statement, agreement }: StatementContext,
  { seen, intervals, heads }: Gathered,
  inputs: StatementInputs,
  knownAt: Ms,
): StatementFigures {
  const period = { from: statement.periodFrom, to: statement.periodTo, pick: statement.period };
  const evidence: StatementEvidence = { agreement, period, inputs, seen, intervals, knownAt };
  const { vector, rows } = vectorOf(evidence);
  const evaluation = evaluate(vector);
  const result = presentEvaluation(evaluation);
  return {
    ...{ vector, evaluation, result, heads, inputs },
    working: workingOf(vector, rows, evaluation),
    reach: evidenceWindow(agreement, period, knownAt),
    isUnsettled: rows.some((row) => row.isOpen && row.to === knownAt) && differs(evidence, result),
  };
}

function differs(evidence: StatementEvidence, result: SlaResult): boolean {
  const going = presentEvaluation(evaluate(vectorOf(evidence, true).vector));
  return JSON.stringify(going) !== JSON.stringify(result);
}

/** What each statement takes over from others, from its claim and from its invoice. */
async function inputsOf(
  tx: TenantTx,
  contexts: readonly StatementContext[],
  gathered: readonly Gathered[],
): Promise<StatementInputs[]> {
  const ids = contexts.map(({ statement }) => statement.id);
  const carried = await carriedInto(tx, ids);
  const restating = contexts.filter(({ statement }) => statement.revision > 0);
  const prior = await creditsOfPeriods(
    tx,
    restating.map(({ statement }) => statement.id),
  );
  const caps = await capsOf(tx, contexts);
  const taken = await takenOf(tx, contexts);
  return contexts.map((context, index) => {
    const { statement, agreement } = context;
    const own = prior.filter(({ asked }) => asked === statement.id);
    const carries = agreement.versions.some(({ terms }) => terms.carry_forward);
    const period = { from: statement.periodFrom, to: statement.periodTo };
    const seen = gathered[index]?.seen ?? { chains: new Map(), headSeqs: new Map() };
    return {
      carriedInMinor: carries ? (carried.get(statement.id) ?? 0) : 0,
      capRemainingMinor: caps.get(statement.id) ?? null,
      maintenanceUsedBeforeSeconds: maintenanceUsedBefore(agreement, period, seen),
      claimFiledAt: claimedAt(own),
      priorCreditMinor: statement.revision === 0 ? null : priorOf(own),
      invoiceAmountMinor: statement.invoiceAmountMinor,
      ...(taken.has(statement.id) ? { takenMinor: taken.get(statement.id) ?? 0 } : {}),
    };
  });
}

function claimedAt(credits: readonly PeriodCredit[]): Ms | null {
  return credits.findLast((credit) => credit.claimedAt !== null)?.claimedAt ?? null;
}

/** Per statement what its contract's other promises took already, where only the best of them is paid. */
async function takenOf(tx: TenantTx, contexts: readonly StatementContext[]): Promise<Map<string, number>> {
  const best = contexts.filter(({ contract }) => contract.stacking === "best_only");
  const ids = best.map(({ statement }) => statement.id);
  const beside = await grantedBeside(tx, ids);
  return new Map(ids.map((id) => [id, grantedTo(beside, id).reduce((sum, amount) => sum + amount, 0)]));
}

/** Per statement what its contract's cap for the period leaves, where there is one. */
async function capsOf(tx: TenantTx, contexts: readonly StatementContext[]): Promise<Map<string, number>> {
  const capped = contexts.filter(({ contract }) => contract.invoiceCap !== null);
  if (capped.length === 0) return new Map();
  const contractIds = [...new Set(capped.map(({ contract }) => contract.id))];
  const commitments = await listCommitments(tx, contractIds);
  const terms = await listTerms(
    tx,
    commitments.map(({ id }) => id),
  );
  const beside = await grantedBeside(
    tx,
    capped.map(({ statement }) => statement.id),
  );
  return new Map(
    capped.flatMap(({ statement, contract }): [string, number][] => {
      if (contract.invoiceCap === null) return [];
      const own = commitments.filter(({ contractId }) => contractId === contract.id);
      const fees = own.map(({ id }) => {
        const versions = terms.filter(({ commitmentId }) => commitmentId === id);
        return versionAt(versions, statement.periodFrom).fees.amount_minor;
      });
      const left = remainingCap(contract.invoiceCap, fees, grantedTo(beside, statement.id));
      return left === null ? [] : [[statement.id, left]];
    }),
  );
}

function grantedTo(beside: readonly Granted[], statementId: string): number[] {
  return beside.filter((each) => each.statementId === statementId).map(({ grantedMinor }) => grantedMinor);
}
