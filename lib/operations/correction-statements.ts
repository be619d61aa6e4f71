import type { TenantTx } from "@/db/client";
import { currentReaching } from "@/db/queries/statement";
import type { LedgerEntry } from "@/lib/domain/ledger";
import type { TenantScope } from "@/lib/domain/scope";
import type { SlaResult } from "@/lib/domain/sla/result";
import {
  owedMinor,
  type StatementInputs,
  type StatementStatus,
  statementStatus,
} from "@/lib/domain/statement";
import { versionAt } from "@/lib/domain/statement-vector";
import type { Interval, Ms } from "@/lib/domain/time";
import { contextsOf, type Gathered, gather, type StatementContext } from "./statement-evidence";
import { type Attempt, assessGathered } from "./statement-figures";

/** What of a result a correction may move; null when it cannot be computed. */
type EffectFigures = Pick<SlaResult, "uptime_percent" | "breached" | "credit_minor"> | null;

/** What a correction changes in one statement; a closed one stays and is restated. */
export type StatementEffect = {
  statementId: string;
  contractId: string;
  commitmentId: string;
  customerId: string;
  period: Interval;
  status: StatementStatus;
  currency: string;
  before: EffectFigures;
  after: EffectFigures;
};

/** Statements that rest on the corrected time, with what the ledger said before. */
export type Uncorrected = { contexts: StatementContext[]; gathered: Gathered[]; before: Attempt[] };

/** At most this many statements are computed twice for one preview. */
const statementsMax = 100;

/** Read before the correction is written; null for a scope that may not see money. */
export async function beforeCorrection(
  tx: TenantTx,
  scope: TenantScope,
  componentId: string,
  touched: Interval,
  now: Ms,
): Promise<Uncorrected | null> {
  if (!scope.grants.has("finance")) return null;
  const rows = await currentReaching(tx, componentId, touched, statementsMax);
  if (rows.length === 0) return { contexts: [], gathered: [], before: [] };
  const contexts = await contextsOf(tx, rows);
  const gathered = await gather(tx, contexts, now);
  return { contexts, gathered, before: await assessGathered(tx, contexts, gathered, now) };
}

/** The statements whose figures the entry moves, each before and after. */
export async function effectOnStatements(
  tx: TenantTx,
  { contexts, gathered, before }: Uncorrected,
  entry: LedgerEntry,
  now: Ms,
): Promise<StatementEffect[]> {
  const corrected = gathered.map((each) => withEntry(each, entry));
  const after = await assessGathered(tx, contexts, corrected, now);
  const effects = contexts.map(({ statement, agreement }, index): StatementEffect => {
    const { id, contractId, commitmentId, customerId, periodFrom: from, periodTo: to } = statement;
    return {
      statementId: id,
      ...{ contractId, commitmentId, customerId, period: { from, to } },
      status: statementStatus(statement, now),
      currency: versionAt(agreement.versions, from).fees.currency,
      before: statement.result
        ? shown(statement.result, statement.inputs)
        : shown(before[index]?.figures?.result, before[index]?.figures?.inputs),
      after: shown(after[index]?.figures?.result, after[index]?.figures?.inputs),
    };
  });
  return effects.filter((effect) => JSON.stringify(effect.before) !== JSON.stringify(effect.after));
}

function withEntry(gathered: Gathered, entry: LedgerEntry): Gathered {
  const { chains, headSeqs } = gathered.seen;
  if (!chains.has(entry.componentId)) return gathered;
  const chain = [...(chains.get(entry.componentId) ?? []), entry];
  const seen = {
    chains: new Map(chains).set(entry.componentId, chain),
    headSeqs: new Map(headSeqs).set(entry.componentId, entry.seq),
  };
  return { ...gathered, seen };
}

function shown(
  result: SlaResult | null | undefined,
  inputs: StatementInputs | null | undefined,
): EffectFigures {
  if (!result) return null;
  const { uptime_percent, breached } = result;
  return { uptime_percent, breached, credit_minor: owedMinor(result, inputs?.takenMinor ?? null) };
}
