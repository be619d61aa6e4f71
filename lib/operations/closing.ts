import { inTenant, type TenantTx } from "@/db/client";
import {
  type BookedStatement,
  bookStatements,
  type ClosingTurn,
  closingTurns,
  firstUnclosedBefore,
} from "@/db/queries/closing";
import { lockContracts } from "@/db/queries/contract";
import { lockPeriodCredits } from "@/db/queries/credit";
import { findStatements, lockStatements, type StatementRow } from "@/db/queries/statement";
import { spokenMonth } from "@/lib/domain/calendar-text";
import { AppError, assert, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { engineVersion, owedMinor, type StatementView, statementStatus } from "@/lib/domain/statement";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { tellChronic } from "./chronic";
import { chainPendingOutcomes } from "./counts";
import { assessCredits, type Closing } from "./credit-assessment";
import { emitEvent } from "./events";
import { type Act, auditAll } from "./record";
import { restateFollowers } from "./restatements";
import { contextsOf, type StatementContext } from "./statement-evidence";
import { type Attempt, computeStatements, hashOf } from "./statement-figures";
import { readView } from "./statements";

/** Why a period is booked: kept in the audit log. */
type Why = { reason?: string | undefined };

/**
 * Books a period: its figures, the heads they rest on and the credit they lead to, in one transaction. Throws
 * `conflict` while the period runs or settles, when an earlier period is open still, when a run that goes on would
 * change the result (RULES R4.4), and for the second of two closes.
 */
export function closeStatement(
  scope: TenantScope,
  id: string,
  now: Ms,
  why: Why = {},
): Promise<StatementView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const [found] = await findStatements(tx, [id]);
    if (!found) throw notFound("statement");
    const [outcome] = await closeTogether(tx, scope, [found], now, why);
    assert(outcome, "one statement has one outcome");
    if (outcome.refusal) throw outcome.refusal;
    return readView(tx, id, now);
  });
}

/** What became of one statement of many, or would: `refusal` is null when it was closed. */
export type CloseOutcome = {
  id: string;
  refusal: AppError | null;
  currency: string | null;
  creditMinor: number;
};

const refusedFor = (id: string, refusal: AppError): CloseOutcome => ({
  ...{ id, refusal, currency: null, creditMinor: 0 },
});

/** Statements of one transaction: few enough to hold no lock for long, many enough to share their reads. */
const batchMax = 250;

/**
 * Closes many statements, each as `closeStatement` would, a batch a transaction: what is refused holds up nobody, and
 * after a crash the same call goes on where it stopped. Answers one outcome for every id, in the order of closing.
 */
export async function closeStatements(
  scope: TenantScope,
  ids: readonly string[],
  now: Ms,
  why: Why = {},
): Promise<CloseOutcome[]> {
  permit(scope, "finance");
  return inBatches(scope, ids, (tx, batch) => closeTogether(tx, scope, batch, now, why));
}

/** What `closeStatements` would do, with nothing written. A period waits for one before it in the same call. */
export async function previewCloses(
  scope: TenantScope,
  ids: readonly string[],
  now: Ms,
): Promise<CloseOutcome[]> {
  permit(scope, "finance");
  return inBatches(scope, ids, async (tx, batch) => {
    const rows = await findStatements(
      tx,
      batch.map(({ id }) => id),
    );
    const { contexts, refused } = await closableOf(tx, rows, now);
    const attempts = await computeStatements(tx, contexts, now);
    return [...contexts.map((context, index) => outcomeOf(context, attempts[index])), ...refused];
  });
}

/** Of all the statements only their turns are held at once, of a batch everything. */
async function inBatches(
  scope: TenantScope,
  ids: readonly string[],
  work: (tx: TenantTx, batch: readonly ClosingTurn[]) => Promise<CloseOutcome[]>,
): Promise<CloseOutcome[]> {
  const turns = await inTenant(scope, (tx) => closingTurns(tx, ids));
  const known = new Set(turns.map(({ id }) => id));
  const strangers = ids.filter((id) => !known.has(id)).map((id) => refusedFor(id, notFound("statement")));
  const outcomes: CloseOutcome[] = [];
  for (const batch of batchesOf(turns)) outcomes.push(...(await inTenant(scope, (tx) => work(tx, batch))));
  return [...outcomes, ...strangers];
}

/**
 * Batches in which no contract is twice, earlier periods first and then its promises in the order they were written:
 * one close may decide about the next.
 */
function batchesOf(rows: readonly ClosingTurn[]): ClosingTurn[][] {
  const sorted = rows.toSorted(
    (a, b) => a.periodFrom - b.periodFrom || (a.commitmentId < b.commitmentId ? -1 : 1),
  );
  const waves = new Map<number, ClosingTurn[]>();
  const turns = new Map<string, number>();
  for (const row of sorted) {
    const turn = turns.get(row.contractId) ?? 0;
    turns.set(row.contractId, turn + 1);
    const wave = waves.get(turn);
    if (wave) wave.push(row);
    else waves.set(turn, [row]);
  }
  return [...waves.values()].flatMap((wave) =>
    Array.from({ length: Math.ceil(wave.length / batchMax) }, (_, index) =>
      wave.slice(index * batchMax, (index + 1) * batchMax),
    ),
  );
}

type Closable = { contexts: StatementContext[]; refused: CloseOutcome[] };

/** Statements whose turn it is, with what their contracts say; why the others' is not. */
async function closableOf(tx: TenantTx, rows: readonly StatementRow[], now: Ms): Promise<Closable> {
  const earlier = await firstUnclosedBefore(
    tx,
    rows.map(({ id }) => id),
  );
  const refused: CloseOutcome[] = [];
  const ready: StatementRow[] = [];
  for (const row of rows) {
    const refusal = refusalOf(row, earlier.get(row.id), now);
    if (refusal === null) ready.push(row);
    else refused.push(refusedFor(row.id, refusal));
  }
  return { contexts: await contextsOf(tx, ready), refused };
}

/** Closes statements of different contracts in one transaction, their evidence read together. */
async function closeTogether(
  tx: TenantTx,
  scope: TenantScope,
  rows: readonly ClosingTurn[],
  now: Ms,
  why: Why,
): Promise<CloseOutcome[]> {
  await lockContracts(
    tx,
    rows.map(({ contractId }) => contractId),
  );
  const locked = await lockStatements(
    tx,
    rows.map(({ id }) => id),
  );
  const { contexts, refused } = await closableOf(tx, locked, now);
  for (const context of contexts) {
    await chainPendingOutcomes(tx, context, now);
    // What was issued for the period is counted, so nobody may issue more of it meanwhile.
    if (context.statement.revision > 0) await lockPeriodCredits(tx, context.statement);
  }
  const attempts = await computeStatements(tx, contexts, now);
  const outcomes = contexts.map((context, index) => outcomeOf(context, attempts[index]));
  const closings = contexts.flatMap((context, index): Closing[] => {
    const figures = attempts[index]?.figures;
    return figures && outcomes[index]?.refusal === null ? [{ context, figures }] : [];
  });
  await book(tx, scope, closings, now, why);
  return [...outcomes, ...refused];
}

/** Everything that may refuse comes before the first write. */
function outcomeOf({ statement }: StatementContext, attempt: Attempt | undefined): CloseOutcome {
  if (!attempt?.figures) {
    const complaint = attempt?.complaint ?? "no evidence";
    return refusedFor(
      statement.id,
      new AppError("conflict", `This statement cannot be computed: ${complaint}`),
    );
  }
  const { isUnsettled, result, vector, inputs } = attempt.figures;
  if (isUnsettled)
    return refusedFor(
      statement.id,
      new AppError(
        "conflict",
        "The result depends on an outage that is open still. Close the statement when it is over.",
      ),
    );
  const { id } = statement;
  return {
    id,
    refusal: null,
    currency: vector.fees.currency,
    creditMinor: owedMinor(result, inputs.takenMinor ?? null),
  };
}

/** The first period of a commitment that is open still. */
type Earlier = { id: string; month: string };

function refusalOf(row: StatementRow, earlier: Earlier | undefined, now: Ms): AppError | null {
  switch (statementStatus(row, now)) {
    case "closed":
      return new AppError("conflict", "This statement is closed already.");
    case "open":
      return new AppError("conflict", `The period runs until ${formatInstant(row.periodTo)}.`);
    case "settling":
      return new AppError("conflict", `Late evidence is awaited until ${formatInstant(row.readyAt)}.`);
    case "ready":
      return earlier ? outOfOrder(earlier) : null;
  }
}

function outOfOrder({ id, month }: Earlier): AppError {
  return new AppError("conflict", `Periods close in order: close ${spokenMonth(month)} first (${id}).`);
}

async function book(
  tx: TenantTx,
  scope: TenantScope,
  closings: readonly Closing[],
  now: Ms,
  why: Why,
): Promise<void> {
  await bookStatements(
    tx,
    closings.map((closing) => bookedOf(scope, closing, now)),
  );
  const credits = await assessCredits(tx, scope, closings, now);
  const acts = closings.map(({ context, figures }): Act => {
    const { id, restates, periodFrom: period_from, periodTo: period_to } = context.statement;
    const result = { result_hash: hashOf(figures.result), credit_minor: figures.result.credit_minor };
    const after = { period_from, period_to, ...result, credit_id: credits.get(id) ?? null, restates, ...why };
    return { action: "statement.close", objectType: "statement", objectId: id, before: null, after };
  });
  await auditAll(tx, scope, acts, now);
  await tellChronic(
    tx,
    closings.map(({ context }) => context),
    now,
  );
  for (const { context, figures } of closings) {
    await emitEvent(tx, closedEvent(context, hashOf(figures.result)), now);
    await restateFollowers(tx, context, figures);
  }
}

function bookedOf(scope: TenantScope, { context, figures }: Closing, now: Ms): BookedStatement {
  const { statement, agreement } = context;
  const { reach, heads, inputs, result, working } = figures;
  return {
    id: statement.id,
    closedAt: now,
    closedBy: actorText(scope.actor),
    knownAt: now,
    reachFrom: reach.from,
    reachTo: reach.to,
    termsVersion: agreement.versions.reduce((last, { termsVersion }) => Math.max(last, termsVersion), 0),
    engineVersion,
    ...{ heads, inputs, result, working },
    resultHash: hashOf(result),
  };
}

/** Webhooks belong to admins, who may not see money: the event has no figures, its reader asks for them. */
function closedEvent({ statement }: StatementContext, resultHash: string) {
  const { id, contractId, commitmentId, customerId, periodFrom, periodTo, restates } = statement;
  const period = { from: formatInstant(periodFrom), to: formatInstant(periodTo) };
  const ids = { id, contract_id: contractId, commitment_id: commitmentId, customer_id: customerId };
  return { type: "statement.closed", data: { ...ids, period, restates, result_hash: resultHash } };
}
