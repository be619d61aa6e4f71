import { scopeForKey } from "@/lib/auth/api-key";
import { parseInput } from "@/lib/domain/complaint";
import { AppError } from "@/lib/domain/errors";
import { probeClaimInput, probeReportInput } from "@/lib/domain/probe-report";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { claimForProbe, reportFromProbe } from "@/lib/operations/probes";
import type { RunOrder } from "@/lib/operations/runs";
import { readJson } from "./body";
import { refusalOf } from "./problem";

const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const acts = { claim, report };

/** What remote probes say and ask, outside the versioned API because both ends are ours. Never throws. */
export async function answerProbe(act: keyof typeof acts, request: Request, now: Ms): Promise<Response> {
  try {
    const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    const scope = bearer ? await scopeForKey(bearer, now) : null;
    if (!scope)
      throw new AppError("unauthenticated", "Send an API key that may probe: Authorization: Bearer pb_…");
    return Response.json(await acts[act](scope, await readJson(request, {}), now), { headers: always });
  } catch (error) {
    const { problem, headers } = refusalOf(error);
    const type = { "content-type": "application/problem+json" };
    return Response.json(problem, { status: problem.status, headers: { ...always, ...headers, ...type } });
  }
}

async function claim(scope: TenantScope, body: unknown, now: Ms) {
  const runs = await claimForProbe(scope, parseInput(probeClaimInput, body), now);
  return { now: formatInstant(now), runs: runs.map(presentRun) };
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
