import { inEngine, inTenant } from "@/db/client";
import { insertOutcomes, type OutcomeRow } from "@/db/queries/outcome";
import { noteProbe, touchProbe } from "@/db/queries/probe";
import { claimRuns, listScheduledMonitors, releaseClaims } from "@/db/queries/schedule";
import { engineScope } from "@/lib/auth/scope";
import { invalid } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { ProbeProcess } from "@/lib/domain/probe-health";
import type { ProbeClaimInput, ProbeReportInput } from "@/lib/domain/probe-report";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { open } from "@/lib/secret";
import { judgeReport } from "./reported";
import type { RunOrder } from "./runs";

/** How long a remote probe may take beyond the timeout before a run is given to another. */
const reportGraceMs = 30 * secondMs;
/** Outcomes older than that may be past their hour's last sum; a probe drops them. */
const lateUpToMs = 6 * dayMs;

/**
 * Gives due runs of one region of the own organization to a remote probe, each with its secrets in place. A probe that
 * says goodbye gets none, and what it was given and has not run is due again.
 */
export async function claimForProbe(
  scope: TenantScope,
  input: ProbeClaimInput,
  now: Ms,
): Promise<RunOrder[]> {
  permit(scope, "probe");
  const { organizationId } = scope;
  await inTenant(scope, async (tx) => {
    await noteProbe(tx, processOf(input, now), now);
    if (input.leaving) await releaseClaims(tx, { region: input.region, probe: input.probe, now });
  });
  if (input.leaving) return [];
  const runs = await inEngine(engineScope(), (tx) =>
    claimRuns(tx, {
      regions: [input.region],
      organizationId,
      now,
      aheadMs: input.ahead_ms,
      limit: input.limit,
      claimedBy: input.probe,
      graceMs: reportGraceMs,
    }),
  );
  return runs.filter((run) => !run.skipped).flatMap(revealed);
}

/**
 * Stores what a remote probe saw, once however often it is reported, and believes it by the rules. Outcomes of
 * monitors that the organization no longer watches in this region are dropped. Answers how many were new.
 */
export async function reportFromProbe(
  scope: TenantScope,
  input: ProbeReportInput,
  now: Ms,
): Promise<{ accepted: number }> {
  permit(scope, "probe");
  for (const [index, each] of input.outcomes.entries()) checkTimes(each, index, now);
  const ids = [...new Set(input.outcomes.map((each) => each.monitor_id))];
  const { known, accepted } = await inTenant(scope, async (tx) => {
    if (input.probe !== undefined) await touchProbe(tx, input.region, input.probe, now);
    const known = await listScheduledMonitors(tx, ids, input.region);
    const rows = input.outcomes.filter((each) => known.has(each.monitor_id));
    const stored = rows.map((each) => rowOf(scope.organizationId, input.region, each));
    return { known, accepted: await insertOutcomes(tx, stored) };
  });
  const open = new Set(ids.filter((id) => known.get(id) !== "steady"));
  await judgeReport(scope, input, open, now);
  return { accepted };
}

type Reported = ProbeReportInput["outcomes"][number];

function processOf(input: ProbeClaimInput, now: Ms): ProbeProcess {
  const { region, probe: name, version, protocol, clock, outstanding, capacity } = input;
  const skewMs = input.skew_ms ?? (clock === undefined ? null : clock - now);
  const leftAt = input.leaving ? now : null;
  const seen = { firstSeenAt: now, lastSeenAt: now, leftAt };
  return { region, name, version, protocol, ...seen, skewMs, outstanding, capacity };
}

function checkTimes(each: Reported, index: number, now: Ms): void {
  for (const name of ["scheduled_for", "started_at"] as const) {
    if (each[name] > now + minuteMs) throw invalid(`outcomes.${index}.${name}`, "lies in the future");
    if (each[name] < now - lateUpToMs) throw invalid(`outcomes.${index}.${name}`, "is older than six days");
  }
}

function rowOf(organizationId: string, region: string, each: Reported): OutcomeRow {
  const { dns_ms, connect_ms, tls_ms, first_byte_ms, transfer_ms, total_ms } = each.phases;
  return {
    organizationId,
    monitorId: each.monitor_id,
    region,
    scheduledFor: each.scheduled_for,
    monitorVersion: each.monitor_version,
    runNow: false,
    outcome: {
      startedAt: each.started_at,
      verdict: each.verdict,
      ok: each.verdict !== "down",
      failure: each.failure,
      detail: each.detail,
      httpStatus: each.http_status,
      phases: {
        dnsMs: dns_ms,
        connectMs: connect_ms,
        tlsMs: tls_ms,
        firstByteMs: first_byte_ms,
        transferMs: transfer_ms,
        totalMs: total_ms,
      },
      suspect: each.suspect,
      findings: each.findings ?? null,
    },
  };
}

/** One whose secrets cannot be read is not given, and keeps no other from its probe: its monitor falls silent. */
function revealed(run: RunOrder): RunOrder[] {
  if (run.sealedSettings === null) return [run];
  const secrets = readSecrets(run.sealedSettings);
  if (secrets === null) return [];
  return [
    { ...run, sealedSettings: null, spec: { ...run.spec, settings: { ...run.spec.settings, ...secrets } } },
  ];
}

function readSecrets(sealed: string): object | null {
  try {
    return JSON.parse(open(sealed));
  } catch {
    return null;
  }
}
