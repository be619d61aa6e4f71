import { z } from "zod";
import { formatInstant } from "@/lib/domain/time";
import {
  type Claim,
  claimFileInput,
  claimListInput,
  claimSettleInput,
  claimStatuses,
  type UpstreamContractView,
  upstreamContractInput,
  upstreamContractPatch,
} from "@/lib/domain/upstream";
import { fileClaim, getClaim, listClaims, settleClaim } from "@/lib/operations/upstream-claims";
import {
  createUpstreamContract,
  getUpstreamContract,
  listUpstreamContracts,
  updateUpstreamContract,
} from "@/lib/operations/upstream-contracts";
import { claimEvidence } from "@/lib/operations/upstream-evidence";
import { readExposure } from "@/lib/operations/upstream-exposure";
import { claimPackFile } from "../claim-pack-file";
import { ndjsonStream } from "../ndjson";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { contentTypes } from "../register-file";
import { route } from "../route";

const contract = z
  .object({
    id: z.string(),
    direction: z.literal("upstream"),
    source_id: z.string().nullable(),
    provider_name: z.string(),
    name: z.string(),
    timezone: z.string(),
    basis: z.string(),
    starts_at: instant,
    ends_at: instant.nullable(),
    window: z.record(z.string(), z.unknown()),
    fees: z.record(z.string(), z.unknown()),
    terms: z.record(z.string(), z.unknown()),
    claim_days: z.int(),
    assessed_to: instant.nullable(),
    gaps: z
      .array(
        z.object({
          period: z.object({ from: instant, to: instant }),
          month: z.string(),
          reason: z.string(),
          tried_at: instant,
        }),
      )
      .meta({ description: "Periods that cannot be computed yet; each is tried again every hour." }),
    created_at: instant,
    updated_at: instant,
    version: z.int(),
  })
  .meta({ id: "UpstreamContract" });

function presentContract(view: UpstreamContractView): z.input<typeof contract> {
  const { id, name, timezone, basis, version } = view;
  return {
    ...{ id, name, timezone, basis, version, direction: "upstream" },
    source_id: view.sourceId,
    provider_name: view.providerName,
    starts_at: formatInstant(view.startsAt),
    ends_at: instantOrNull(view.endsAt),
    window: { ...view.window },
    fees: { ...view.fees },
    terms: { ...view.terms },
    claim_days: view.claimDays,
    assessed_to: instantOrNull(view.assessedTo),
    gaps: view.gaps.map(({ periodFrom, periodTo, month, reason, triedAt }) => ({
      period: { from: formatInstant(periodFrom), to: formatInstant(periodTo) },
      ...{ month, reason, tried_at: formatInstant(triedAt) },
    })),
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
  };
}

const claim = z
  .object({
    id: z.string(),
    contract_id: z.string(),
    period: z.object({ from: instant, to: instant }),
    month: z.string(),
    currency: z.string(),
    computed_minor: z.int().meta({ description: "What the terms give for what we measured." }),
    claimed_minor: z.int().nullable(),
    granted_minor: z.int().nullable(),
    status: z.enum(claimStatuses),
    deadline: instant,
    filed_at: instant.nullable(),
    settled_at: instant.nullable(),
    reference: z.string().nullable(),
    note: z.string().nullable(),
    result_hash: z.string(),
    version: z.int(),
  })
  .meta({ id: "UpstreamClaim" });

function presentClaim(view: Claim): z.input<typeof claim> {
  const { id, month, currency, status, reference, note, version } = view;
  return {
    ...{ id, month, currency, status, reference, note, version },
    contract_id: view.contractId,
    period: { from: formatInstant(view.periodFrom), to: formatInstant(view.periodTo) },
    computed_minor: view.computedMinor,
    claimed_minor: view.claimedMinor,
    granted_minor: view.grantedMinor,
    deadline: formatInstant(view.deadline),
    filed_at: instantOrNull(view.filedAt),
    settled_at: instantOrNull(view.settledAt),
    result_hash: view.resultHash,
  };
}

const tag = "Upstream claims";
const finance = { tag, grant: "finance" } as const;

export const upstreamRoutes = [
  route({
    ...finance,
    method: "POST",
    path: "/upstream-contracts",
    summary: "Keep what a provider promises us; its past periods are assessed from our measurements",
    body: upstreamContractInput,
    answer: contract,
    status: 201,
    async run({ scope, body, now }) {
      const view = await createUpstreamContract(scope, body, now);
      return {
        body: presentContract(view),
        version: view.version,
        location: `/upstream-contracts/${view.id}`,
      };
    },
  }),
  route({
    ...finance,
    method: "GET",
    path: "/upstream-contracts",
    summary: "List contracts with providers",
    answer: z.object({ data: z.array(contract) }),
    status: 200,
    async run({ scope }) {
      return { body: { data: (await listUpstreamContracts(scope)).map(presentContract) } };
    },
  }),
  route({
    ...finance,
    method: "GET",
    path: "/upstream-contracts/{id}",
    summary: "Read a contract with a provider",
    answer: contract,
    status: 200,
    async run({ scope, params }) {
      const view = await getUpstreamContract(scope, params.id);
      return { body: presentContract(view), version: view.version };
    },
  }),
  route({
    ...finance,
    method: "PATCH",
    path: "/upstream-contracts/{id}",
    summary: "Rename or end a contract with a provider, or change its time for claims",
    body: upstreamContractPatch,
    answer: contract,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateUpstreamContract(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: presentContract(view), version: view.version };
    },
  }),
  route({
    ...finance,
    method: "GET",
    path: "/upstream-claims",
    summary: "List claims against providers, the newest period first",
    query: claimListInput,
    answer: listOf(claim),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listClaims(scope, query, now), presentClaim) };
    },
  }),
  route({
    ...finance,
    method: "GET",
    path: "/upstream-claims/{id}",
    summary: "Read a claim",
    answer: claim,
    status: 200,
    async run({ scope, params, now }) {
      const view = await getClaim(scope, params.id, now);
      return { body: presentClaim(view), version: view.version };
    },
  }),
  route({
    ...finance,
    method: "GET",
    path: "/upstream-claims/{id}/evidence.ndjson",
    summary: "Our measurements and the provider's own words behind a claim, line by line",
    contentType: "application/x-ndjson",
    status: 200,
    async run({ scope, params, now }) {
      // Asked first, so that an unknown claim is refused before the first byte.
      await getClaim(scope, params.id, now);
      return { stream: ndjsonStream(claimEvidence(scope, params.id, now)) };
    },
  }),
  route({
    ...finance,
    method: "GET",
    path: "/upstream-claims/{id}/evidence.zip",
    summary: "A claim as a letter with its arithmetic, intervals, evidence and a signed manifest",
    contentType: contentTypes.zip,
    status: 200,
    async run({ scope, params, now }) {
      return { stream: await claimPackFile(scope, params.id, now) };
    },
  }),
  route({
    ...finance,
    method: "POST",
    path: "/upstream-claims/{id}/file",
    summary: "Note that a claim was sent to the provider",
    body: claimFileInput,
    answer: claim,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await fileClaim(scope, { ...body, id: params.id, ifMatch }, now);
      return { body: presentClaim(view), version: view.version };
    },
  }),
  route({
    ...finance,
    method: "POST",
    path: "/upstream-claims/{id}/settle",
    summary: "Note what the provider granted; 0 is a refusal",
    body: claimSettleInput,
    answer: claim,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await settleClaim(scope, { ...body, id: params.id, ifMatch }, now);
      return { body: presentClaim(view), version: view.version };
    },
  }),
  route({
    ...finance,
    method: "GET",
    path: "/exposure",
    summary: "Credits that providers owe us against credits that we owe, by month and currency",
    answer: z.object({
      data: z.array(
        z.object({
          month: z.string(),
          currency: z.string(),
          owed_to_us_minor: z.int(),
          we_owe_minor: z.int(),
          net_minor: z.int(),
        }),
      ),
    }),
    status: 200,
    async run({ scope, now }) {
      const rows = await readExposure(scope, now);
      return {
        body: {
          data: rows.map(({ month, currency, owedToUsMinor, weOweMinor, netMinor }) => ({
            ...{ month, currency },
            owed_to_us_minor: owedToUsMinor,
            we_owe_minor: weOweMinor,
            net_minor: netMinor,
          })),
        },
      };
    },
  }),
];
