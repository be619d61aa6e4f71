import { z } from "zod";
import { failureWords } from "@/lib/domain/check";
import { findings } from "@/lib/domain/findings";
import type { LatencySeries } from "@/lib/domain/latency";
import {
  latencyInput,
  monitorHistoryInput,
  type Outage,
  outcomeListInput,
  type StoredOutcome,
  type VerdictSpan,
} from "@/lib/domain/monitor";
import { formatInstant } from "@/lib/domain/time";
import { verdicts } from "@/lib/domain/verdict";
import { latencySeries, listOutages, listOutcomes, listVerdicts } from "@/lib/operations/outcomes";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const phase = z.int().nullable();

/** Whole milliseconds of each phase; null where it did not take place. */
const phases = z.object({
  dns_ms: phase,
  connect_ms: phase,
  tls_ms: phase,
  first_byte_ms: phase,
  transfer_ms: phase,
  total_ms: phase,
});

export const outcome = z
  .object({
    scheduled_for: instant,
    started_at: instant,
    region: z.string(),
    verdict: z.enum(["up", "degraded", "down"]),
    ok: z.boolean(),
    failure: z.enum(failureWords).nullable(),
    detail: z.string().nullable(),
    http_status: z.int().nullable(),
    phases,
    suspect: z.boolean(),
    run_now: z.boolean(),
    findings: findings.nullable().meta({ description: "What the run found besides; null for most." }),
  })
  .meta({ id: "Outcome" });

export function presentOutcome(stored: StoredOutcome): z.input<typeof outcome> {
  const { region, verdict, ok, failure, detail, suspect } = stored;
  return {
    scheduled_for: formatInstant(stored.scheduledFor),
    started_at: formatInstant(stored.startedAt),
    ...{ region, verdict, ok, failure, detail, http_status: stored.httpStatus },
    phases: {
      dns_ms: stored.phases.dnsMs,
      connect_ms: stored.phases.connectMs,
      tls_ms: stored.phases.tlsMs,
      first_byte_ms: stored.phases.firstByteMs,
      transfer_ms: stored.phases.transferMs,
      total_ms: stored.phases.totalMs,
    },
    ...{ suspect, run_now: stored.runNow },
    findings: stored.findings,
  };
}

const outage = z
  .object({
    id: z.string(),
    component_id: z.string(),
    started_at: instant,
    ended_at: instant.nullable(),
    confirmed_at: instant,
    failure: z.enum(failureWords).nullable(),
  })
  .meta({ id: "Outage" });

function presentOutage(view: Outage): z.input<typeof outage> {
  return {
    id: view.id,
    component_id: view.componentId,
    started_at: formatInstant(view.startedAt),
    ended_at: instantOrNull(view.endedAt),
    confirmed_at: formatInstant(view.confirmedAt),
    failure: view.failure,
  };
}

const span = z
  .object({ verdict: z.enum(verdicts), from: instant, to: instant.nullable(), entry_seq: z.int() })
  .meta({ id: "VerdictSpan" });

function presentSpan({ verdict, from, to, entrySeq }: VerdictSpan): z.input<typeof span> {
  return { verdict, from: formatInstant(from), to: instantOrNull(to), entry_seq: entrySeq };
}

const latency = z
  .object({
    from: instant,
    to: instant,
    step_ms: z.int(),
    source: z.enum(["outcomes", "rollups"]),
    p50_ms: z.number().nullable(),
    p95_ms: z.number().nullable(),
    points: z.array(
      z.object({
        at: instant,
        count: z.int(),
        failures: z.int(),
        phases: z.record(z.string(), z.number().nullable()),
      }),
    ),
  })
  .meta({ id: "Latency" });

function presentLatency(series: LatencySeries): z.input<typeof latency> {
  return {
    from: formatInstant(series.from),
    to: formatInstant(series.to),
    step_ms: series.stepMs,
    source: series.source,
    p50_ms: series.p50Ms,
    p95_ms: series.p95Ms,
    points: series.points.map(({ at, count, failures, ...means }) => ({
      at: formatInstant(at),
      ...{ count, failures },
      phases: {
        dns_ms: means.dnsMs,
        connect_ms: means.connectMs,
        tls_ms: means.tlsMs,
        first_byte_ms: means.firstByteMs,
        transfer_ms: means.transferMs,
        total_ms: means.totalMs,
      },
    })),
  };
}

const facts = { tag: "Monitors", method: "GET", grant: "read", status: 200 } as const;

export const monitorHistoryRoutes = [
  route({
    ...facts,
    path: "/monitors/{id}/outcomes",
    summary: "Outcomes of a monitor's runs, newest first",
    query: outcomeListInput,
    answer: listOf(outcome),
    async run({ scope, params, query }) {
      return { body: presentPage(await listOutcomes(scope, params.id, query), presentOutcome) };
    },
  }),
  route({
    ...facts,
    path: "/monitors/{id}/outages",
    summary: "Confirmed outages of a monitor, newest first",
    query: monitorHistoryInput,
    answer: listOf(outage),
    async run({ scope, params, query }) {
      return { body: presentPage(await listOutages(scope, params.id, query), presentOutage) };
    },
  }),
  route({
    ...facts,
    path: "/monitors/{id}/verdicts",
    summary: "What a monitor said, newest first",
    query: monitorHistoryInput,
    answer: listOf(span),
    async run({ scope, params, query }) {
      return { body: presentPage(await listVerdicts(scope, params.id, query), presentSpan) };
    },
  }),
  route({
    ...facts,
    path: "/monitors/{id}/latency",
    summary: "Latency by phase over a window",
    query: latencyInput,
    answer: latency,
    async run({ scope, params, query, now }) {
      return { body: presentLatency(await latencySeries(scope, params.id, query, now)) };
    },
  }),
];
