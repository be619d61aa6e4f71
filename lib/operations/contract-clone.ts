import type { ContractCloneInput, ContractInput, ContractView } from "@/lib/domain/contract";
import { contractComplaints } from "@/lib/domain/contract-complaint";
import { AppError } from "@/lib/domain/errors";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { createContract, getContract } from "./contracts";

/** A new contract with the newest terms of another: its amendments and suspensions stay with that one. */
export async function cloneContract(
  scope: TenantScope,
  input: ContractCloneInput & { id: string },
  now: Ms,
): Promise<ContractView> {
  const copy = copyOf(await getContract(scope, input.id), input);
  const errors = contractComplaints(copy);
  if (errors[0]) throw new AppError("invalid", `${errors[0].path} ${errors[0].message}.`, { errors });
  return createContract(scope, copy, now);
}

function copyOf(view: ContractView, input: ContractCloneInput): ContractInput {
  return {
    customer_id: input.customer_id ?? view.customerId,
    name: input.name,
    timezone: view.timezone,
    basis: view.basis,
    starts_at: input.starts_at,
    ends_at: input.ends_at,
    suspended: [],
    claims: view.claims,
    amendment_policy: view.amendmentPolicy,
    partial_period: view.partialPeriod,
    clawback: view.clawback,
    stacking: view.stacking,
    invoice_cap: view.invoiceCap,
    settle_hours: view.settleHours,
    commitments: view.commitments.flatMap(({ service, window, counts, feeExcludes, versions }) => {
      const newest = versions.at(-1);
      if (!newest) return [];
      const { terms, fees } = newest;
      const counted = counts === null ? {} : { counts };
      return [{ service, window, fees, fee_excludes: [...feeExcludes], terms, ...counted }];
    }),
  };
}
