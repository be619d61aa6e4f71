import { parseInput } from "@/lib/domain/complaint";
import { probeClaimInput, probeProtocol, probeReportInput } from "@/lib/domain/probe-report";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { claimForProbe, reportFromProbe } from "@/lib/operations/probes";
import type { RunOrder } from "@/lib/operations/runs";
import { readJson } from "./body";
import { identifyCaller } from "./caller";
import { problemResponse, refusalOf } from "./problem";

const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const acts = { claim, report };

/** What remote probes say and ask, outside the versioned API because both ends are ours. Never throws. */
export async function answerProbe(act: keyof typeof acts, request: Request, now: Ms): Promise<Response> {
  try {
    const scope = await identifyCaller(request, now);
    return Response.json(await acts[act](scope, await readJson(request, {}), now), { headers: always });
  } catch (error) {
    return problemResponse(refusalOf(error), always);
  }
}

async function claim(scope: TenantScope, body: unknown, now: Ms) {
  const runs = await claimForProbe(scope, parseInput(probeClaimInput, body), now);
  return { now: formatInstant(now), protocol: probeProtocol, runs: runs.map(presentRun) };
}

function report(scope: TenantScope, body: unknown, now: Ms) {
  return reportFromProbe(scope, parseInput(probeReportInput, body), now);
}

function presentRun(run: RunOrder) {
  return {
    monitor_id: run.monitorId,
    region: run.region,
    scheduled_for: formatInstant(run.scheduledFor),
    monitor_version: run.monitorVersion,
    interval_ms: run.intervalMs,
    timeout_ms: run.timeoutMs,
    type: run.type,
    target: run.target,
    ...run.spec,
  };
}
