import { inTenant, type TenantTx } from "@/db/client";
import { lockContracts } from "@/db/queries/contract";
import { lockPeriodCredits } from "@/db/queries/credit";
import {
  findStatements,
  firstUnclosedBefore,
  lockStatements,
  type StatementRow,
  updateStatement,
} from "@/db/queries/statement";
import { AppError, assert, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { engineVersion, type StatementView, statementStatus } from "@/lib/domain/statement";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { chainPendingOutcomes } from "./counts";
import { assessCredit } from "./credit-assessment";
import { audit } from "./record";
import { restateFollowers } from "./restatements";
import { contextsOf, type StatementContext } from "./statement-evidence";
import { computeStatements, figuresIn, hashOf, type StatementFigures } from "./statement-figures";
import { readView } from "./statements";

/**
 * Books a period: its figures, the heads they rest on and the credit they lead to, in one transaction. Throws
 * `conflict` while the period runs or settles, when an earlier period is open still, when a run that goes on would
 * change the result (RULES R4.4), and for the second of two closes.
 */
export function closeStatement(scope: TenantScope, id: string, now: Ms): Promise<StatementView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const [found] = await findStatements(tx, [id]);
    if (!found) throw notFound("statement");
    const [outcome] = await closeTogether(tx, scope, [found], now);
    assert(outcome, "one statement has one outcome");
    if (outcome.refusal) throw outcome.refusal;
    return readView(tx, id, now);
  });
}

/** What became of one statement of many; `refusal` is null when it was closed. */
export type CloseOutcome = { id: string; refusal: AppError | null };

/** Statements of one transaction: few enough to hold no lock for long, many enough to share their reads. */
const batchMax = 100;

/**
 * Closes many statements, each as `closeStatement` would, a batch a transaction: what is refused holds up nobody, and
 * after a crash the same call goes on where it stopped. Answers one outcome for every id, in the order of closing.
 */
export async function closeStatements(
  scope: TenantScope,
  ids: readonly string[],
  now: Ms,
): Promise<CloseOutcome[]> {
  permit(scope, "finance");
  const rows = await inTenant(scope, (tx) => findStatements(tx, ids));
  const known = new Set(rows.map(({ id }) => id));
  const outcomes = ids.filter((id) => !known.has(id)).map((id) => ({ id, refusal: notFound("statement") }));
  const closed: CloseOutcome[] = [];
  for (const batch of batchesOf(rows))
    closed.push(...(await inTenant(scope, (tx) => closeTogether(tx, scope, batch, now))));
  return [...closed, ...outcomes];
}

/** Batches in which no contract is twice, earlier periods first: one close may decide about the next. */
function batchesOf(rows: readonly StatementRow[]): StatementRow[][] {
  const sorted = rows.toSorted((a, b) => a.periodFrom - b.periodFrom || (a.id < b.id ? -1 : 1));
  const waves = new Map<number, StatementRow[]>();
  const turns = new Map<string, number>();
  for (const row of sorted) {
    const turn = turns.get(row.contractId) ?? 0;
    turns.set(row.contractId, turn + 1);
    waves.set(turn, [...(waves.get(turn) ?? []), row]);
  }
  return [...waves.values()].flatMap((wave) =>
    Array.from({ length: Math.ceil(wave.length / batchMax) }, (_, index) =>
      wave.slice(index * batchMax, (index + 1) * batchMax),
    ),
  );
}

/** Closes statements of different contracts in one transaction, their evidence read together. */
async function closeTogether(
  tx: TenantTx,
  scope: TenantScope,
  rows: readonly StatementRow[],
  now: Ms,
): Promise<CloseOutcome[]> {
  await lockContracts(
    tx,
    rows.map(({ contractId }) => contractId),
  );
  const locked = await lockStatements(
    tx,
    rows.map(({ id }) => id),
  );
  const refused: CloseOutcome[] = [];
  const ready: StatementRow[] = [];
  const refusals = await Promise.all(locked.map((row) => refusalOf(tx, row, now)));
  for (const [index, row] of locked.entries()) {
    const refusal = refusals[index] ?? null;
    if (refusal === null) ready.push(row);
    else refused.push({ id: row.id, refusal });
  }
  const contexts = await contextsOf(tx, ready);
  for (const context of contexts) {
    await chainPendingOutcomes(tx, context, now);
    // What was issued for the period is counted, so nobody may issue more of it meanwhile.
    if (context.statement.revision > 0) await lockPeriodCredits(tx, context.statement);
  }
  const attempts = await computeStatements(tx, contexts, now);
  const done = await Promise.all(
    contexts.map(async (context, index): Promise<CloseOutcome> => {
      const refusal = await attemptBook(tx, scope, context, () => figuresIn(attempts[index]), now);
      return { id: context.statement.id, refusal };
    }),
  );
  return [...done, ...refused];
}

async function attemptBook(
  tx: TenantTx,
  scope: TenantScope,
  context: StatementContext,
  figures: () => StatementFigures,
  now: Ms,
): Promise<AppError | null> {
  try {
    await book(tx, scope, context, figures(), now);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function refusalOf(tx: TenantTx, row: StatementRow, now: Ms): Promise<AppError | null> {
  switch (statementStatus(row, now)) {
    case "closed":
      return new AppError("conflict", "This statement is closed already.");
    case "open":
      return new AppError("conflict", `The period runs until ${formatInstant(row.periodTo)}.`);
    case "settling":
      return new AppError("conflict", `Late evidence is awaited until ${formatInstant(row.readyAt)}.`);
    case "ready":
      return outOfOrder(await firstUnclosedBefore(tx, row));
  }
}

function outOfOrder(earlier: StatementRow | undefined): AppError | null {
  if (!earlier) return null;
  const from = formatInstant(earlier.periodFrom);
  return new AppError(
    "conflict",
    `Periods close in order: close statement ${earlier.id}, from ${from}, first.`,
  );
}

/** Everything that may refuse comes before the first write. */
async function book(
  tx: TenantTx,
  scope: TenantScope,
  context: StatementContext,
  figures: StatementFigures,
  now: Ms,
): Promise<void> {
  const { statement, agreement } = context;
  if (figures.isUnsettled)
    throw new AppError(
      "conflict",
      "The result depends on an outage that is open still. Close the statement when it is over.",
    );
  const resultHash = hashOf(figures.result);
  await updateStatement(tx, statement.id, {
    closedAt: now,
    closedBy: actorText(scope.actor),
    knownAt: now,
    reachFrom: figures.reach.from,
    reachTo: figures.reach.to,
    termsVersion: agreement.versions.reduce((last, { termsVersion }) => Math.max(last, termsVersion), 0),
    engineVersion,
    heads: figures.heads,
    inputs: figures.inputs,
    result: figures.result,
    working: figures.working,
    resultHash,
  });
  const creditId = await assessCredit(tx, scope, context, figures, now);
  const act = { action: "statement.close", objectType: "statement", objectId: statement.id };
  const after = {
    ...{ period_from: statement.periodFrom, period_to: statement.periodTo, result_hash: resultHash },
    ...{ credit_minor: figures.result.credit_minor, credit_id: creditId, restates: statement.restates },
  };
  await audit(tx, scope, { ...act, after }, now);
  await restateFollowers(tx, context, figures);
}
