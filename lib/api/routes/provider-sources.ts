import { z } from "zod";
import { pageInput } from "@/lib/domain/input";
import { incidentEnds } from "@/lib/domain/provider-source";
import { providerFormats } from "@/lib/domain/reading";
import { formatInstant } from "@/lib/domain/time";
import { readProviderAccuracy } from "@/lib/operations/provider-accuracy";
import { readDependencyGraph, readReach } from "@/lib/operations/provider-reach";
import {
  getProvider,
  getReading,
  listProviders,
  listReadings,
  type ProviderView,
} from "@/lib/operations/provider-sources";
import { instant, instantOrNull, listOf, presentPage, state } from "../present";
import { route } from "../route";
import { presentReading, reading } from "./provider-reading";

const standing = {
  id: z.string(),
  name: z.string(),
  slug: z.string().nullable(),
  homepage: z.string().nullable(),
  url: z.string(),
  format: z.enum(providerFormats).nullable(),
  overall: state.meta({ description: "Unknown while the provider's last word is too old to be believed." }),
  heard_at: instant.nullable(),
  attempted_at: instant.nullable(),
  failures: z.int(),
  failure: z.string().nullable().meta({ description: "Why the last poll failed." }),
  stale_reason: z.string().nullable(),
  readings: z.int(),
  dependents: z.int(),
  open_incidents: z.int(),
};
const followed = z.object(standing).meta({ id: "FollowedProvider" });

function present(view: ProviderView): z.input<typeof followed> {
  const { heardAt, attemptedAt, staleReason, openIncidents, nextPollAt: _next, ...rest } = view;
  const { id, name, slug, homepage, url, format, overall, failures, failure, readings, dependents } = rest;
  return {
    ...{ id, name, slug, homepage, url, format, overall, failures, failure, readings, dependents },
    heard_at: instantOrNull(heardAt),
    attempted_at: instantOrNull(attemptedAt),
    stale_reason: staleReason,
    open_incidents: openIncidents,
  };
}

const incident = z.object({
  title: z.string(),
  impact: z.string(),
  status: z.string(),
  affected: z.array(z.string()),
  claimed_from: instant.nullable().meta({ description: "When the provider says it began." }),
  first_seen_at: instant.meta({ description: "When we first read of it." }),
  ended_seen_at: instant
    .nullable()
    .meta({ description: "When we read that it was over, or the first reading that did not list it." }),
  end_reason: z.enum(incidentEnds).nullable(),
});

const detail = z
  .object({
    ...standing,
    reading: z
      .object({ seq: z.int(), recorded_at: instant, said_at: instant.nullable(), said: reading })
      .nullable(),
    incidents: z.array(incident),
  })
  .meta({ id: "FollowedProviderDetail" });

const summary = z
  .object({
    seq: z.int(),
    recorded_at: instant,
    said_at: instant.nullable(),
    overall: state,
    open_incidents: z.int(),
    troubled_components: z.int(),
    reason: z.string().nullable(),
    hash: z.string(),
    document_hash: z.string(),
  })
  .meta({ id: "ReadingSummary" });

const accuracy = z.object({
  data: z.array(
    z.object({
      month: z.string().meta({ example: "2026-11" }),
      admitted_ms: z.int(),
      silent_ms: z.int(),
      unmet_ms: z.int(),
      agreed_ms: z.int(),
      unknown_ms: z.int(),
    }),
  ),
});

const ref = z.object({ id: z.string(), name: z.string() });
const reach = z.object({
  data: z.array(
    z.object({
      remote_component: z.string(),
      effect: z.string(),
      component: ref,
      above: z.array(ref),
      promises: z
        .array(
          z.object({
            customer: z.string(),
            customer_id: z.string(),
            contract: z.string(),
            contract_id: z.string(),
            service: z.string(),
          }),
        )
        .nullable()
        .meta({ description: "Null without the finance scope." }),
    }),
  ),
});

const graph = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["provider", "component"]),
      label: z.string(),
      detail: z.string(),
      state,
    }),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), label: z.string() })),
});

const tag = "Providers";

export const providerSourceRoutes = [
  route({
    method: "GET",
    path: "/providers/followed",
    tag,
    summary: "The providers that components depend on, and how they stand",
    grant: "read",
    answer: z.object({ data: z.array(followed) }),
    status: 200,
    async run({ scope, now }) {
      return { body: { data: (await listProviders(scope, now)).map(present) } };
    },
  }),
  route({
    method: "GET",
    path: "/providers/followed/{id}",
    tag,
    summary: "A provider's last reading and its incidents by both clocks",
    grant: "read",
    answer: detail,
    status: 200,
    async run({ scope, params, now }) {
      const view = await getProvider(scope, params.id, now);
      return {
        body: {
          ...present(view),
          reading: view.reading && presentKept(view.reading),
          incidents: view.incidents.map((each) => ({
            ...{ title: each.title, impact: each.impact, status: each.status, affected: each.affected },
            claimed_from: instantOrNull(each.claimedFrom),
            first_seen_at: formatInstant(each.firstSeenAt),
            ended_seen_at: instantOrNull(each.endedSeenAt),
            end_reason: each.endReason,
          })),
        },
      };
    },
  }),
  route({
    method: "GET",
    path: "/providers/followed/{id}/readings",
    tag,
    summary: "Every distinct reading of a provider, the newest first",
    grant: "read",
    query: pageInput,
    answer: listOf(summary),
    status: 200,
    async run({ scope, params, query }) {
      const page = await listReadings(scope, { id: params.id, ...query });
      return {
        body: presentPage(page, (row) => ({
          ...{ seq: row.seq, overall: row.overall, hash: row.hash, document_hash: row.documentHash },
          ...{ reason: row.reason, open_incidents: row.openIncidents, troubled_components: row.troubled },
          recorded_at: formatInstant(row.recordedAt),
          said_at: instantOrNull(row.saidAt),
        })),
      };
    },
  }),
  route({
    method: "GET",
    path: "/providers/followed/{id}/readings/{seq}",
    tag,
    summary: "One reading as it was taken",
    grant: "read",
    answer: z.object({ seq: z.int(), recorded_at: instant, said_at: instant.nullable(), said: reading }),
    status: 200,
    async run({ scope, params }) {
      const seq = /^\d{1,9}$/.test(params.seq) ? Number(params.seq) : 0;
      return { body: presentKept(await getReading(scope, { id: params.id, seq })) };
    },
  }),
  route({
    method: "GET",
    path: "/providers/followed/{id}/accuracy",
    tag,
    summary: "Month by month what a provider declared against what our checks measured",
    grant: "read",
    answer: accuracy,
    status: 200,
    async run({ scope, params, now }) {
      const months = await readProviderAccuracy(scope, params.id, now);
      return { body: { data: months.map(({ month, totals }) => ({ month, ...presentTotals(totals) })) } };
    },
  }),
  route({
    method: "GET",
    path: "/providers/followed/{id}/affected",
    tag,
    summary:
      "Who is affected when a part of a provider fails: components and, with the finance scope, contracts",
    grant: "read",
    answer: reach,
    status: 200,
    async run({ scope, params }) {
      const rows = await readReach(scope, params.id);
      return {
        body: {
          data: rows.map(({ remote, promises, ...rest }) => ({
            remote_component: remote,
            ...rest,
            promises:
              promises?.map(({ customerId, contractId, ...named }) => ({
                ...named,
                customer_id: customerId,
                contract_id: contractId,
              })) ?? null,
          })),
        },
      };
    },
  }),
  route({
    method: "GET",
    path: "/dependency-graph",
    tag,
    summary: "What stands on what: compositions and providers with their states",
    grant: "read",
    answer: graph,
    status: 200,
    async run({ scope, now }) {
      return { body: await readDependencyGraph(scope, now) };
    },
  }),
];

type Kept = Awaited<ReturnType<typeof getReading>>;

function presentKept({ seq, recordedAt, saidAt, said }: Kept) {
  return {
    seq,
    recorded_at: formatInstant(recordedAt),
    said_at: instantOrNull(saidAt),
    said: presentReading(said),
  };
}

function presentTotals(totals: Awaited<ReturnType<typeof readProviderAccuracy>>[number]["totals"]) {
  const { admittedMs, silentMs, unmetMs, agreedMs, unknownMs } = totals;
  return {
    admitted_ms: admittedMs,
    silent_ms: silentMs,
    unmet_ms: unmetMs,
    agreed_ms: agreedMs,
    unknown_ms: unknownMs,
  };
}
