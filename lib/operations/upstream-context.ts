import type { UpstreamContractRow } from "@/db/queries/upstream";
import type { StatementPeriod } from "@/lib/domain/contract-period";
import type { StatementContext } from "./statement-evidence";
import { emptyStatement } from "./statement-periods";

/**
 * A period of an upstream contract in the shape in which the engine takes our own promises: the same measurement, the
 * same arithmetic, the other direction.
 */
export function upstreamContext(
  contract: UpstreamContractRow,
  period: StatementPeriod,
  id: string,
): StatementContext {
  const {
    id: contractId,
    name,
    timezone,
    basis,
    startsAt,
    endsAt,
    window,
    createdAt,
    updatedAt,
    version,
  } = contract;
  const agreed = {
    ...{ id: contractId, name, timezone, basis, startsAt, endsAt, createdAt, updatedAt, version },
    customerId: contractId,
    suspended: [],
    claims: { required: false as const },
    amendmentPolicy: "segment" as const,
    partialPeriod: { denominator: "active_only" as const, fee: "prorate_seconds" as const },
    clawback: "never" as const,
    stacking: "cumulative" as const,
    invoiceCap: null,
    settleHours: 24,
  };
  const first = {
    termsVersion: 1,
    effectiveFrom: startsAt,
    terms: contract.terms,
    fees: contract.fees,
    createdAt,
    createdBy: "",
  };
  return {
    statement: {
      ...emptyStatement,
      id,
      contractId,
      commitmentId: contractId,
      customerId: contractId,
      period: period.pick,
      periodFrom: period.from,
      periodTo: period.to,
      month: period.month,
      readyAt: period.to,
    },
    contract: agreed,
    commitment: {
      ...{ id: contractId, contractId, position: 0, window },
      service: contract.providerName,
      ...{ counts: null, feeExcludes: [] },
      generatedTo: null,
    },
    agreement: { ...agreed, contractId, window, versions: [first] },
    versions: [first],
  };
}
