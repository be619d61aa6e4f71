import type { TenantTx } from "@/db/client";
import {
  type CommitmentRow,
  type ContractRow,
  contractsBehind,
  findContracts,
  listCommitments,
  saveGenerated,
} from "@/db/queries/contract";
import { insertStatements, type StatementRow } from "@/db/queries/statement";
import { periodsBegun, periodsMax, type StatementPeriod } from "@/lib/domain/contract-period";
import { hourMs, type Ms } from "@/lib/domain/time";
import { newId } from "./record";

/** Contracts that one transaction brings up to date. */
const contractsMax = 200;

/** Brings a few contracts up to date whose next period has begun; true when there may be more. */
export async function ensureDueStatements(tx: TenantTx, now: Ms): Promise<boolean> {
  const ids = await contractsBehind(tx, now, contractsMax);
  await ensureStatements(tx, ids, now);
  return ids.length === contractsMax;
}

/**
 * Writes the statements of every period of these contracts that has begun by `now` and has none, all in one statement
 * of SQL. True when a commitment has more periods than are made at once.
 */
export async function ensureStatements(
  tx: TenantTx,
  contractIds: readonly string[],
  now: Ms,
): Promise<boolean> {
  const contracts = new Map((await findContracts(tx, contractIds)).map((row) => [row.id, row]));
  const rows: StatementRow[] = [];
  const reached: { commitmentId: string; to: Ms }[] = [];
  let isBehind = false;
  for (const commitment of await listCommitments(tx, contractIds)) {
    const contract = contracts.get(commitment.contractId);
    if (!contract) continue;
    const agreed = { ...contract, window: commitment.window };
    const periods = periodsBegun(agreed, commitment.generatedTo, now);
    isBehind ||= periods.length > periodsMax;
    const last = periods.at(-1);
    if (last) reached.push({ commitmentId: commitment.id, to: last.to });
    rows.push(...periods.map((period) => newStatement(contract, commitment, period)));
  }
  await insertStatements(tx, rows);
  await saveGenerated(tx, reached);
  return isBehind;
}

/** Statements' ids sort by period, so that lists and exports keep one order. */
function newStatement(
  contract: ContractRow,
  commitment: CommitmentRow,
  period: StatementPeriod,
): StatementRow {
  return {
    ...emptyStatement,
    id: newId("statement", Math.max(0, period.from)),
    contractId: contract.id,
    commitmentId: commitment.id,
    customerId: contract.customerId,
    period: period.pick,
    periodFrom: period.from,
    periodTo: period.to,
    month: period.month,
    readyAt: period.to + contract.settleHours * hourMs,
  };
}

/** A statement that nobody has closed. */
export const emptyStatement = {
  revision: 0,
  restates: null,
  invoiceNumber: null,
  invoiceAmountMinor: null,
  invoiceDate: null,
  closedAt: null,
  closedBy: null,
  knownAt: null,
  reachFrom: null,
  reachTo: null,
  termsVersion: null,
  engineVersion: null,
  heads: null,
  inputs: null,
  result: null,
  working: null,
  resultHash: null,
} as const;
