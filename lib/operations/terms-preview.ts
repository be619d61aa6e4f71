import { inTenant, type TenantTx } from "@/db/client";
import type { ContractRow } from "@/db/queries/contract";
import type { ContractInput } from "@/lib/domain/contract";
import type { StatementPeriod } from "@/lib/domain/contract-period";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { type PreviewedCommitment, previewAgreement, previewPeriods } from "@/lib/domain/terms-preview";
import { hourMs, type Ms } from "@/lib/domain/time";
import { refuseUnknownMembers } from "./contracts";
import type { StatementContext } from "./statement-evidence";
import { type Attempt, computeStatements } from "./statement-figures";
import { emptyStatement } from "./statement-periods";

/**
 * The last three months of the real ledger under terms that are not agreed yet, computed as statements are and stored
 * nowhere. At most three periods a commitment. Throws `invalid` naming components that are not this organization's.
 */
export function previewContract(
  scope: TenantScope,
  contract: ContractInput,
  now: Ms,
): Promise<PreviewedCommitment[]> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    await refuseUnknownMembers(
      tx,
      contract.commitments.map(({ terms }, index) => ({ terms, path: `commitments.${index}.terms` })),
    );
    return computed(tx, contract, now);
  });
}

async function computed(tx: TenantTx, contract: ContractInput, now: Ms): Promise<PreviewedCommitment[]> {
  const plans = contract.commitments.map((commitment, index) => {
    const periods = previewPeriods(contract, commitment.window, now);
    return { commitment, periods, contexts: contextsOf(contract, index, periods, now) };
  });
  const attempts = await computeStatements(
    tx,
    plans.flatMap(({ contexts }) => contexts),
    now,
  );
  let next = 0;
  return plans.map(({ commitment, periods }) => {
    const own = attempts.slice(next, next + periods.length);
    next += periods.length;
    return {
      service: commitment.service,
      currency: commitment.fees.currency,
      hasCounts: own.some(({ figures }) => hasCounts(figures)),
      periods: periods.map(({ from, to }, index) => ({
        ...{ from, to, isRunning: to > now, ...outcomeOf(own[index]) },
      })),
    };
  });
}

function outcomeOf(attempt: Attempt | undefined) {
  return { result: attempt?.figures?.result ?? null, complaint: attempt?.complaint ?? null };
}

function hasCounts(figures: Attempt["figures"]): boolean {
  return figures?.vector.intervals?.some(({ total }) => total > 0) ?? false;
}

/** Statements as they would be, were the contract signed; their ids exist nowhere. */
function contextsOf(
  input: ContractInput,
  index: number,
  periods: readonly StatementPeriod[],
  now: Ms,
): StatementContext[] {
  const given = input.commitments[index];
  if (!given) return [];
  const agreement = previewAgreement(input, given, periods);
  const contract = contractRow(input, agreement.startsAt, now);
  const commitmentId = `preview ${index}`;
  const { service, counts = null } = given;
  const { window, versions } = agreement;
  const commitment = { id: commitmentId, contractId: contract.id, position: index, service, window, counts };
  return periods.map((period, place) => ({
    statement: {
      ...emptyStatement,
      ...{ id: `preview ${index} ${place}`, contractId: contract.id, commitmentId, customerId: "" },
      ...{ period: period.pick, periodFrom: period.from, periodTo: period.to, month: period.month },
      readyAt: period.to + contract.settleHours * hourMs,
    },
    contract,
    commitment: { ...commitment, generatedTo: null },
    agreement,
    versions,
  }));
}

/** The cap of the whole invoice is left aside: it needs statements beside these. */
function contractRow(input: ContractInput, startsAt: Ms, now: Ms): ContractRow {
  return {
    ...{ id: "preview", customerId: "", name: input.name, timezone: input.timezone, basis: input.basis },
    ...{ startsAt, endsAt: null, suspended: [], claims: input.claims, clawback: input.clawback },
    ...{ amendmentPolicy: input.amendment_policy, partialPeriod: input.partial_period },
    ...{ stacking: input.stacking, invoiceCap: null, settleHours: input.settle_hours },
    ...{ createdAt: now, updatedAt: now, version: 1 },
  };
}
