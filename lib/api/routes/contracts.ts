import { z } from "zod";
import {
  amendmentInput,
  type ContractView,
  contractCloneInput,
  contractEndInput,
  contractInput,
  contractListInput,
  contractPatch,
  feeExclusions,
  type TermsVersion,
} from "@/lib/domain/contract";
import type { Window } from "@/lib/domain/sla/vector";
import { termsWarnings } from "@/lib/domain/terms-traps";
import { formatInstant } from "@/lib/domain/time";
import { amendContract } from "@/lib/operations/amendments";
import { cloneContract } from "@/lib/operations/contract-clone";
import {
  createContract,
  endContract,
  getContract,
  listContracts,
  updateContract,
} from "@/lib/operations/contracts";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const open = z.record(z.string(), z.unknown());

const version = z
  .object({
    version: z.int(),
    effective_from: instant,
    fees: open,
    terms: open.meta({ description: "As the vectors of POST /sla/evaluate write them." }),
    warnings: z.array(z.object({ path: z.string(), message: z.string() })),
    created_at: instant,
    created_by: z.string(),
  })
  .meta({ id: "ContractTerms" });

function presentVersion(each: TermsVersion): z.input<typeof version> {
  return {
    version: each.termsVersion,
    effective_from: formatInstant(each.effectiveFrom),
    fees: each.fees,
    terms: each.terms,
    warnings: termsWarnings(each.terms),
    created_at: formatInstant(each.createdAt),
    created_by: each.createdBy,
  };
}

const contract = z
  .object({
    id: z.string(),
    customer_id: z.string(),
    name: z.string(),
    timezone: z.string(),
    basis: z.enum(["measured", "declared", "worst"]),
    starts_at: instant,
    ends_at: instant.nullable(),
    suspended: z.array(z.object({ from: instant, to: instant })),
    claims: open,
    amendment_policy: z.string(),
    partial_period: open,
    clawback: z.enum(["allowed", "never"]),
    stacking: z.enum(["cumulative", "best_only"]),
    invoice_cap: open.nullable(),
    settle_hours: z.int(),
    commitments: z.array(
      z.object({
        id: z.string(),
        service: z.string(),
        window: open,
        counts: z.enum(["outcomes", "reported"]).nullable(),
        fees: open,
        fee_excludes: z.array(z.enum(feeExclusions)),
        terms: open,
        versions: z.array(version),
      }),
    ),
    created_at: instant,
    updated_at: instant,
    version: z.int(),
  })
  .meta({ id: "Contract" });

function present(view: ContractView): z.input<typeof contract> {
  return {
    id: view.id,
    customer_id: view.customerId,
    name: view.name,
    timezone: view.timezone,
    basis: view.basis,
    starts_at: formatInstant(view.startsAt),
    ends_at: instantOrNull(view.endsAt),
    suspended: view.suspended.map(({ from, to }) => ({ from: formatInstant(from), to: formatInstant(to) })),
    claims: view.claims,
    amendment_policy: view.amendmentPolicy,
    partial_period: view.partialPeriod,
    clawback: view.clawback,
    stacking: view.stacking,
    invoice_cap: view.invoiceCap,
    settle_hours: view.settleHours,
    commitments: view.commitments.map(({ id, service, window, counts, feeExcludes, versions }) => ({
      ...{ id, service, window: presentWindow(window), counts, fee_excludes: [...feeExcludes] },
      // The newest version is what an editor starts from; which one is in force follows from the dates.
      fees: versions.at(-1)?.fees ?? {},
      terms: versions.at(-1)?.terms ?? {},
      versions: versions.map(presentVersion),
    })),
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    version: view.version,
  };
}

function presentWindow(window: Window): Record<string, unknown> {
  return { ...window };
}

const amended = version.extend({ contract_id: z.string(), commitment_id: z.string() });

const shared = { tag: "Contracts", grant: "finance" } as const;

export const contractRoutes = [
  route({
    ...shared,
    method: "POST",
    path: "/contracts",
    summary: "Make a contract; a start in the past makes all its statements at once",
    body: contractInput,
    answer: contract,
    status: 201,
    async run({ scope, body, now }) {
      const view = await createContract(scope, body, now);
      return { body: present(view), version: view.version, location: `/contracts/${view.id}` };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/contracts",
    summary: "Contracts, by age",
    query: contractListInput,
    answer: listOf(contract),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listContracts(scope, query, now), present) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/contracts/{id}",
    summary: "One contract with every version of its terms",
    answer: contract,
    status: 200,
    async run({ scope, params }) {
      const view = await getContract(scope, params.id);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "PATCH",
    path: "/contracts/{id}",
    summary: "Rename a contract, end it, or change its settle delay",
    body: contractPatch,
    answer: contract,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateContract(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/contracts/{id}/amendments",
    summary: "Give a commitment complete new terms from an instant on",
    body: amendmentInput,
    answer: amended,
    status: 201,
    async run({ scope, params, body, now }) {
      const row = await amendContract(scope, { ...body, id: params.id }, now);
      const links = { contract_id: params.id, commitment_id: row.commitmentId };
      return { body: { ...presentVersion(row), ...links }, location: `/contracts/${params.id}` };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/contracts/{id}/end",
    summary: "End a contract: later periods are no more, the one it falls into ends there",
    body: contractEndInput,
    answer: contract,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await endContract(scope, { ...body, id: params.id, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/contracts/{id}/clone",
    summary: "Make a new contract with the newest terms of this one",
    body: contractCloneInput,
    answer: contract,
    status: 201,
    async run({ scope, params, body, now }) {
      const view = await cloneContract(scope, { ...body, id: params.id }, now);
      return { body: present(view), version: view.version, location: `/contracts/${view.id}` };
    },
  }),
];
