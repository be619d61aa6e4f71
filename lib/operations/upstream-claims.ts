import { inTenant, type TenantTx } from "@/db/client";
import {
  type ClaimRow,
  claimsToRemind,
  findClaim,
  insertClaim,
  listClaims as listRows,
  listUpstreamContracts,
  lockUpstreamContract,
  saveAssessed,
  type UpstreamContractRow,
  updateClaim,
} from "@/db/queries/upstream";
import { periodsBegun, type StatementPeriod } from "@/lib/domain/contract-period";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import {
  type Claim,
  type ClaimListInput,
  claimDeadline,
  claimStatusAt,
  remindBeforeMs,
} from "@/lib/domain/upstream";
import { emitEvent } from "./events";
import { audit, newId } from "./record";
import { computeStatements, hashOf } from "./statement-figures";
import { upstreamContext } from "./upstream-context";

/** Late evidence may still come in; then the period is assessed for good. */
const settleMs = dayMs;
/** Periods of one contract in one transaction. */
const periodsAtOnce = 12;

/**
 * Assesses the periods of every upstream contract that are over, by the engine that judges our own promises, and reminds
 * of claims whose deadline comes near. May run at any time and again: a period is assessed once.
 */
export async function advanceUpstream(scope: TenantScope, now: Ms): Promise<void> {
  permit(scope, "finance");
  const contracts = await inTenant(scope, listUpstreamContracts);
  for (const { id } of contracts) while (await inTenant(scope, (tx) => assessSome(tx, scope, id, now))) {}
  await inTenant(scope, (tx) => remind(tx, now));
}

/** True while there may be more periods to assess. */
async function assessSome(tx: TenantTx, scope: TenantScope, contractId: string, now: Ms): Promise<boolean> {
  const contract = await lockUpstreamContract(tx, contractId);
  if (!contract) return false;
  const due = periodsBegun(contract, contract.assessedTo, now).filter(({ to }) => to + settleMs <= now);
  const some = due.slice(0, periodsAtOnce);
  const last = some.at(-1);
  if (last === undefined) return false;
  const ids = some.map(() => newId("claim", now));
  const contexts = some.map((period, index) => upstreamContext(contract, period, ids[index] ?? ""));
  const attempts = await computeStatements(tx, contexts, now);
  for (const [index, period] of some.entries()) {
    const figures = attempts[index]?.figures;
    if (!figures) continue;
    const row = claimOf(contract, period, ids[index] ?? "", figures, now);
    await insertClaim(tx, row);
    const act = { action: "upstream_claim.assess", objectType: "upstream_claim", objectId: row.id };
    await audit(tx, scope, { ...act, after: facts(row) }, now);
  }
  await saveAssessed(tx, contract.id, last.to);
  return due.length > some.length;
}

type Figures = NonNullable<Awaited<ReturnType<typeof computeStatements>>[number]["figures"]>;

function claimOf(
  contract: UpstreamContractRow,
  period: StatementPeriod,
  id: string,
  { result, heads }: Figures,
  now: Ms,
): ClaimRow {
  const computedMinor = result.credit_minor;
  return {
    id,
    contractId: contract.id,
    period: period.pick,
    periodFrom: period.from,
    periodTo: period.to,
    month: period.month,
    currency: contract.fees.currency,
    computedMinor,
    claimedMinor: null,
    grantedMinor: null,
    status: computedMinor > 0 ? "open" : "met",
    deadline: claimDeadline(period.to, contract.claimDays),
    assessedAt: now,
    ...{ filedAt: null, settledAt: null, remindedAt: null, reference: null, note: null },
    result,
    heads,
    resultHash: hashOf(result),
    version: 1,
  };
}

/** Tells whoever listens that the time for a claim runs out; once per claim. */
async function remind(tx: TenantTx, now: Ms): Promise<void> {
  for (const claim of await claimsToRemind(tx, now + remindBeforeMs, now)) {
    await updateClaim(tx, claim.id, { remindedAt: now });
    await emitEvent(tx, { type: "upstream_claim.due", data: eventOf(claim) }, now);
  }
}

function eventOf({ id, contractId, month, currency, computedMinor, deadline }: ClaimRow) {
  return {
    id,
    contract_id: contractId,
    month,
    currency,
    computed_minor: computedMinor,
    deadline: new Date(deadline).toISOString(),
  };
}

/** The newest period first. */
export function listClaims(scope: TenantScope, input: ClaimListInput, now: Ms): Promise<Page<Claim>> {
  permit(scope, "finance");
  const after = input.cursor === undefined ? null : placeOf(input.cursor);
  const filter = { contractId: input.contract_id ?? null, status: input.status ?? null };
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, after }, filter, now);
    const page = pageOf(rows, input.limit, (row) => [row.periodFrom, row.id]);
    return { ...page, items: page.items.map((row) => viewOf(row, now)) };
  });
}

function placeOf(cursor: string): { periodFrom: Ms; id: string } {
  const [periodFrom, id] = decodeCursor(cursor, ["number", "string"]);
  return { periodFrom: Number(periodFrom), id: String(id) };
}

export function getClaim(scope: TenantScope, id: string, now: Ms): Promise<Claim & Pick<ClaimRow, "result">> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await findClaim(tx, id);
    if (!row) throw notFound("claim");
    return { ...viewOf(row, now), result: row.result };
  });
}

type Filing = {
  claimed_minor?: number | undefined;
  reference?: string | undefined;
  note?: string | undefined;
};

/** The claim was sent to the provider. A late one may still be filed: providers are sometimes kind. */
export function fileClaim(
  scope: TenantScope,
  input: Filing & { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<Claim> {
  return act(scope, "upstream_claim.file", input, now, (before) => {
    if (before.status !== "open") throw new AppError("conflict", "Only a claim that is open can be filed.");
    return {
      status: "claimed",
      claimedMinor: input.claimed_minor ?? before.computedMinor,
      filedAt: now,
      reference: input.reference ?? null,
      note: input.note ?? before.note,
    };
  });
}

/** The provider answered: what it granted, or nothing. */
export function settleClaim(
  scope: TenantScope,
  input: { id: string; granted_minor: number; note?: string | undefined; ifMatch?: number | undefined },
  now: Ms,
): Promise<Claim> {
  return act(scope, "upstream_claim.settle", input, now, (before) => {
    if (before.status !== "claimed")
      throw new AppError("conflict", "Only a claim that was filed can be settled. File it first.");
    const status = input.granted_minor > 0 ? "granted" : "denied";
    return { status, grantedMinor: input.granted_minor, settledAt: now, note: input.note ?? before.note };
  });
}

async function act(
  scope: TenantScope,
  action: string,
  { id, ifMatch }: { id: string; ifMatch?: number | undefined },
  now: Ms,
  decide: (before: ClaimRow) => Partial<Omit<ClaimRow, "id" | "contractId" | "version">>,
): Promise<Claim> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const before = await findClaim(tx, id, true);
    if (!before) throw notFound("claim");
    refuseOtherVersion("claim", before.version, ifMatch);
    const after = (await updateClaim(tx, id, decide(before))) ?? before;
    const entry = { action, objectType: "upstream_claim", objectId: id };
    await audit(tx, scope, { ...entry, before: facts(before), after: facts(after) }, now);
    return viewOf(after, now);
  });
}

function viewOf(row: ClaimRow, now: Ms): Claim {
  const { id, contractId, periodFrom, periodTo, month, currency, computedMinor, claimedMinor, grantedMinor } =
    row;
  const { deadline, filedAt, settledAt, reference, note, resultHash, version } = row;
  return {
    ...{ id, contractId, periodFrom, periodTo, month, currency, computedMinor, claimedMinor, grantedMinor },
    ...{ deadline, filedAt, settledAt, reference, note, resultHash, version },
    status: claimStatusAt(row, now),
  };
}

function facts(row: ClaimRow): Record<string, unknown> {
  const { status, currency, computedMinor, claimedMinor, grantedMinor, reference, note } = row;
  return {
    ...{ status, currency, reference, note },
    computed_minor: computedMinor,
    claimed_minor: claimedMinor,
    granted_minor: grantedMinor,
  };
}
