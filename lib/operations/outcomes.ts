import { inTenant, type TenantTx } from "@/db/client";
import { findMonitor, type MonitorRow } from "@/db/queries/monitor";
import { listOutageRows } from "@/db/queries/outage";
import { listOutcomeRows } from "@/db/queries/outcome";
import { latencyFromOutcomes, listRollups, quantilesFromOutcomes } from "@/db/queries/rollup";
import { listSaid, type SaidRow } from "@/db/queries/standing";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { invalid, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { type LatencySeries, quantileMs } from "@/lib/domain/latency";
import type {
  LatencyInput,
  MonitorHistoryInput,
  Outage,
  OutcomeListInput,
  StoredOutcome,
  VerdictSpan,
} from "@/lib/domain/monitor";
import { permit } from "@/lib/domain/permission";
import { histogramOf, pointsOf } from "@/lib/domain/rollup";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, hourMs, type Ms } from "@/lib/domain/time";

/** No instant of ours lies beyond it: the year 9999. */
const endOfTime: Ms = 253_402_300_799_999;
/** A chart has about this many points. */
const pointsWanted = 144;
const longestWindowMs = 400 * dayMs;

/** Newest first, run-now and suspect ones too unless `result` says otherwise. */
export function listOutcomes(
  scope: TenantScope,
  monitorId: string,
  input: OutcomeListInput,
): Promise<Page<StoredOutcome>> {
  const place = placeOf(input, ["number", "number", "string"]);
  const before = place && ([Number(place[0]), Number(place[1]), String(place[2])] as const);
  return reading(scope, monitorId, async (tx) => {
    const rows = await listOutcomeRows(
      tx,
      monitorId,
      { ...windowOf(input), result: input.result },
      { limit: input.limit, before },
    );
    return pageOf(rows, input.limit, (row) => [row.startedAt, row.scheduledFor, row.region]);
  });
}

/** Outages that touch the window, newest first. */
export function listOutages(
  scope: TenantScope,
  monitorId: string,
  input: MonitorHistoryInput,
): Promise<Page<Outage>> {
  const place = placeOf(input, ["number", "string"]);
  const before = place && ([Number(place[0]), String(place[1])] as const);
  return reading(scope, monitorId, async (tx) => {
    const rows = await listOutageRows(tx, monitorId, windowOf(input), { limit: input.limit, before });
    return pageOf(rows, input.limit, (row) => [row.startedAt, row.id]);
  });
}

/** What the monitor said, as its component's chain keeps it; newest first. */
export function listVerdicts(
  scope: TenantScope,
  monitorId: string,
  input: MonitorHistoryInput,
): Promise<Page<VerdictSpan>> {
  const place = placeOf(input, ["number"]);
  const page = { limit: input.limit, beforeSeq: place && Number(place[0]) };
  return reading(scope, monitorId, async (tx, row) => {
    const said = await listSaid(tx, row, windowOf(input), page);
    return pageOf(said.map(spanOf), input.limit, (span) => [span.entrySeq]);
  });
}

/**
 * Latency by phase of the runs that succeeded: from the outcomes up to a day, beyond that from hourly sums. The last
 * 24 hours when no window is given; at most 400 days.
 */
export async function latencySeries(
  scope: TenantScope,
  monitorId: string,
  input: LatencyInput,
  now: Ms,
): Promise<LatencySeries> {
  const to = input.to ?? now;
  const from = input.from ?? to - dayMs;
  if (from >= to) throw invalid("from", "must lie before to");
  if (to - from > longestWindowMs) throw invalid("from", "must lie at most 400 days before to");
  return reading(scope, monitorId, (tx) =>
    to - from <= dayMs ? fromOutcomes(tx, monitorId, from, to) : fromRollups(tx, monitorId, from, to),
  );
}

async function fromOutcomes(tx: TenantTx, monitorId: string, from: Ms, to: Ms): Promise<LatencySeries> {
  const stepMs = Math.max(1_000, Math.ceil((to - from) / pointsWanted / 1_000) * 1_000);
  const points = await latencyFromOutcomes(tx, monitorId, { from, to, stepMs });
  return {
    from,
    to,
    stepMs,
    source: "outcomes",
    points,
    ...(await quantilesFromOutcomes(tx, monitorId, from, to)),
  };
}

async function fromRollups(tx: TenantTx, monitorId: string, from: Ms, to: Ms): Promise<LatencySeries> {
  const stepMs = Math.max(1, Math.ceil((to - from) / pointsWanted / hourMs)) * hourMs;
  const firstHour = Math.floor(from / hourMs) * hourMs;
  const sums = await listRollups(tx, monitorId, firstHour, to);
  const histogram = histogramOf(sums);
  const quantiles = { p50Ms: quantileMs(histogram, 0.5), p95Ms: quantileMs(histogram, 0.95) };
  return { from, to, stepMs, source: "rollups", points: pointsOf(sums, firstHour, stepMs), ...quantiles };
}

/** One transaction around a reader of a monitor that exists. */
function reading<T>(
  scope: TenantScope,
  monitorId: string,
  read: (tx: TenantTx, row: MonitorRow) => Promise<T>,
): Promise<T> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const row = await findMonitor(tx, monitorId);
    if (!row) throw notFound("monitor");
    return read(tx, row);
  });
}

function windowOf(input: MonitorHistoryInput): { from: Ms; to: Ms } {
  return { from: input.from ?? 0, to: input.to ?? endOfTime };
}

function placeOf(input: MonitorHistoryInput, shape: readonly ("string" | "number")[]) {
  return input.cursor === undefined ? null : decodeCursor(input.cursor, shape);
}

const verdictOf = {
  operational: "up",
  degraded_performance: "degraded",
  partial_outage: "down",
  major_outage: "down",
  unknown: "unknown",
} as const;

function spanOf({ entrySeq, state, from, to }: SaidRow): VerdictSpan {
  return { verdict: state === null ? "unknown" : verdictOf[state], from, to, entrySeq };
}
