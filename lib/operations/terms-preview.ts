import { inTenant, type TenantTx } from "@/db/client";
import type { ContractRow } from "@/db/queries/contract";
import type { ContractInput } from "@/lib/domain/contract";
import type { StatementPeriod } from "@/lib/domain/contract-period";
import { assert } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { maintenanceUsedBefore } from "@/lib/domain/statement-vector";
import {
  type PreviewedCommitment,
  type PreviewPeriod,
  previewAgreement,
  previewBook,
  previewPeriods,
} from "@/lib/domain/terms-preview";
import { hourMs, type Ms } from "@/lib/domain/time";
import { refuseUnknownMembers } from "./contracts";
import { type Gathered, gather, type StatementContext } from "./statement-evidence";
import { assessWith } from "./statement-figures";
import { emptyStatement } from "./statement-periods";

/**
 * The last three months of the real ledger under terms that are not agreed yet, computed as statements are and stored
 * nowhere: with cap, stacking and what is carried from one period shown to the next. At most three periods a commitment. Throws `invalid` naming components that are not this organization's.
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

type Planned = { place: number; context: StatementContext; evidence: Gathered };

async function computed(tx: TenantTx, contract: ContractInput, now: Ms): Promise<PreviewedCommitment[]> {
  const plans = contract.commitments.map((commitment, place) => {
    const periods = previewPeriods(contract, commitment.window, now);
    return contextsOf(contract, place, periods, now).map((context) => ({ place, context }));
  });
  const all = plans.flat();
  const gathered = await gather(
    tx,
    all.map(({ context }) => context),
    now,
  );
  const planned = all.map((plan, index): Planned => {
    const evidence = gathered[index];
    assert(evidence, "every period has its evidence");
    return { ...plan, evidence };
  });
  const outcomes = outcomesOf(contract, planned, now);
  return contract.commitments.map(({ service, fees }, place) => {
    const own = outcomes.filter((outcome) => outcome.place === place);
    return {
      ...{ service, currency: fees.currency, hasCounts: own.some(({ hasCounts }) => hasCounts) },
      periods: own.map(({ period }) => period),
    };
  });
}

type Outcome = { place: number; hasCounts: boolean; period: PreviewPeriod };

/** Period after period as they would be closed, so that each takes over what the ones before and beside it leave. */
function outcomesOf(contract: ContractInput, planned: readonly Planned[], now: Ms): Outcome[] {
  const book = previewBook(contract);
  return planned
    .toSorted((a, b) => a.context.statement.periodFrom - b.context.statement.periodFrom || a.place - b.place)
    .map(({ place, context, evidence }): Outcome => {
      const period = { from: context.statement.periodFrom, to: context.statement.periodTo };
      const inputs = {
        ...book.inputsFor(place, period),
        maintenanceUsedBeforeSeconds: maintenanceUsedBefore(context.agreement, period, evidence.seen),
      };
      const { figures, complaint } = assessWith(context, evidence, inputs, now);
      const result = figures?.result ?? null;
      const creditMinor = result === null ? 0 : book.grant(place, period, result);
      return {
        place,
        hasCounts: figures?.vector.intervals?.some(({ total }) => total > 0) ?? false,
        period: { ...period, isRunning: period.to > now, result, creditMinor, complaint },
      };
    });
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
  const { service, counts = null, fee_excludes: feeExcludes } = given;
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
    commitment: { ...commitment, feeExcludes, generatedTo: null },
    agreement,
    versions,
  }));
}

function contractRow(input: ContractInput, startsAt: Ms, now: Ms): ContractRow {
  return {
    ...{ id: "preview", customerId: "", name: input.name, timezone: input.timezone, basis: input.basis },
    ...{ startsAt, endsAt: null, suspended: input.suspended, claims: input.claims, clawback: input.clawback },
    ...{ amendmentPolicy: input.amendment_policy, partialPeriod: input.partial_period },
    ...{ stacking: input.stacking, invoiceCap: input.invoice_cap, settleHours: input.settle_hours },
    ...{ createdAt: now, updatedAt: now, version: 1 },
  };
}
