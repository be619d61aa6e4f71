import { inTenant, type TenantTx } from "@/db/client";
import { ownOrganization } from "@/db/queries/organization";
import {
  type ClaimRow,
  claimsToRemind,
  deleteGaps,
  type GapRow,
  insertClaim,
  listGaps,
  listUpstreamContracts,
  lockUpstreamContract,
  saveAssessed,
  saveGaps,
  type UpstreamContractRow,
  updateClaim,
} from "@/db/queries/upstream";
import { periodsBegun, type StatementPeriod } from "@/lib/domain/contract-period";
import { exactTime } from "@/lib/domain/duration";
import { moneyText } from "@/lib/domain/money-text";
import { periodText } from "@/lib/domain/period-text";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import { type ClaimDue, claimDeadline, remindBefore, remindersDue } from "@/lib/domain/upstream";
import { env } from "@/lib/env";
import { emitEvent } from "./events";
import { notify } from "./notices";
import { audit, newId } from "./record";
import { responsible } from "./responsible";
import { computeStatements, hashOf } from "./statement-figures";
import { claimFacts } from "./upstream-claims";
import { upstreamContext } from "./upstream-context";

/** Late evidence may still come in; then the period is assessed for good. */
const settleMs = dayMs;
/** Periods of one contract in one transaction. */
const periodsAtOnce = 12;

/**
 * Assesses the periods of every upstream contract that are over, by the engine that judges our own promises, tries those
 * again that could not be computed, and reminds of claims whose deadline comes near. May run at any time and again: a
 * period is assessed once.
 */
export async function advanceUpstream(scope: TenantScope, now: Ms): Promise<void> {
  permit(scope, "finance");
  const contracts = await inTenant(scope, listUpstreamContracts);
  for (const { id } of contracts) {
    while (await inTenant(scope, (tx) => assessSome(tx, scope, id, now))) {}
    await inTenant(scope, (tx) => retryGaps(tx, scope, id, now));
  }
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
  await assess(tx, scope, contract, some, now);
  await saveAssessed(tx, contract.id, last.to);
  return due.length > some.length;
}

/** What could not be computed when its time came is tried again, the longest untried first. */
async function retryGaps(tx: TenantTx, scope: TenantScope, contractId: string, now: Ms): Promise<void> {
  const contract = await lockUpstreamContract(tx, contractId);
  const gaps = (await listGaps(tx, contractId, periodsAtOnce)).filter(({ triedAt }) => triedAt < now);
  if (!contract || gaps.length === 0) return;
  const periods = gaps.map(({ periodFrom: from, periodTo: to, period: pick, month }) => ({
    ...{ from, to, pick, month },
  }));
  const computed = await assess(tx, scope, contract, periods, now);
  await deleteGaps(tx, contractId, computed);
}

/** Claims for the periods that can be computed, whose starts it answers; the others are kept with the reason. */
async function assess(
  tx: TenantTx,
  scope: TenantScope,
  contract: UpstreamContractRow,
  periods: readonly StatementPeriod[],
  now: Ms,
): Promise<Ms[]> {
  const ids = periods.map(() => newId("claim", now));
  const contexts = periods.map((period, index) => upstreamContext(contract, period, ids[index] ?? ""));
  const attempts = await computeStatements(tx, contexts, now);
  const computed: Ms[] = [];
  const gaps: GapRow[] = [];
  for (const [index, period] of periods.entries()) {
    const { figures = null, complaint = null } = attempts[index] ?? {};
    if (figures === null) {
      gaps.push(gapOf(contract, period, complaint ?? "there is no evidence", now));
      continue;
    }
    const row = claimOf(contract, period, ids[index] ?? "", figures, now);
    await insertClaim(tx, row);
    const act = { action: "upstream_claim.assess", objectType: "upstream_claim", objectId: row.id };
    await audit(tx, scope, { ...act, after: claimFacts(row) }, now);
    computed.push(period.from);
  }
  await saveGaps(tx, gaps);
  return computed;
}

function gapOf(contract: UpstreamContractRow, period: StatementPeriod, reason: string, now: Ms): GapRow {
  const { from: periodFrom, to: periodTo, pick, month } = period;
  return { contractId: contract.id, periodFrom, periodTo, period: pick, month, reason, triedAt: now };
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

/** Tells those who answer for the money, and whoever listens, that the time for a claim runs out; once per reminder. */
async function remind(tx: TenantTx, now: Ms): Promise<void> {
  const claims = await claimsToRemind(tx, remindBefore, now);
  if (claims.length === 0) return;
  const contracts = new Map((await listUpstreamContracts(tx)).map((contract) => [contract.id, contract]));
  const organization = await ownOrganization(tx);
  const recipients = await responsible(tx);
  for (const claim of claims) {
    const contract = contracts.get(claim.contractId);
    await updateClaim(tx, claim.id, { remindedAt: now });
    await emitEvent(tx, { type: "upstream_claim.due", data: eventOf(claim) }, now);
    if (!contract || !organization) continue;
    const factId = `claim_due:${claim.id}:${remindersDue(claim.deadline, now)}`;
    const slots = dueWords(claim, contract, organization);
    await notify(tx, { factId, template: "claim_due", slots, recipients }, now);
  }
}

function dueWords(
  claim: ClaimRow,
  { providerName, name, timezone }: UpstreamContractRow,
  organization: { name: string; slug: string },
): ClaimDue {
  return {
    ...{ organization: organization.name, provider: providerName, contract: name },
    period: periodText({ from: claim.periodFrom, to: claim.periodTo }, timezone),
    amount: moneyText(claim.computedMinor, claim.currency),
    deadline: exactTime(claim.deadline, timezone),
    url: `${env().publicUrl}/${organization.slug}/providers/claims/${claim.id}`,
  };
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
