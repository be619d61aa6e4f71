import { inEngine, inTenant } from "@/db/client";
import { insertOutcomes } from "@/db/queries/outcome";
import { engineScope } from "@/lib/auth/scope";
import { monitorInput, type Outcome } from "@/lib/domain/check";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { type Monitor, monitorHistoryInput } from "@/lib/domain/monitor";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import { makePartitions } from "@/lib/jobs/partitions";
import { createMonitor } from "@/lib/operations/monitors";
import { listOutages } from "@/lib/operations/outcomes";
import { chainOf, day, newComponent } from "./ledger-rig";

/** Noon of an ordinary day. */
export const noon: Ms = day(3) + dayMs / 2;

export const allHistory = monitorHistoryInput.parse({ limit: 200 });

/** A monitor of a component of its own, made at `now`: 10 s, 5 s timeout, 2 failures, 2 recoveries unless said otherwise. */
export async function newMonitor(
  scope: TenantScope,
  more: Record<string, unknown> = {},
  now: Ms = noon,
): Promise<Monitor> {
  await makePartitions(now);
  const component_id = await newComponent(scope, "Checkout", now);
  const http = {
    type: "http",
    target: "https://example.com/health",
    interval_seconds: 10,
    timeout_ms: 5_000,
  };
  const body = { ...http, component_id, name: "Checkout answers", ...more };
  return createMonitor(scope, monitorInput.parse(body), now);
}

export function outcome(startedAt: Ms, verdict: Outcome["verdict"] = "up", suspect = false): Outcome {
  return {
    startedAt,
    verdict,
    ok: verdict !== "down",
    failure: verdict === "down" ? "connect_refused" : null,
    detail: null,
    httpStatus: verdict === "down" ? null : 200,
    phases: { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4, transferMs: 5, totalMs: 15 },
    suspect,
  };
}

/** Stores outcomes as a worker does, without any verdict. */
export async function store(
  scope: TenantScope,
  monitor: { id: string },
  outcomes: readonly Outcome[],
  more: { region?: string; monitorVersion?: number; runNow?: boolean } = {},
): Promise<void> {
  const rows = outcomes.map((each) => ({
    organizationId: scope.organizationId,
    monitorId: monitor.id,
    region: "local",
    monitorVersion: 1,
    runNow: false,
    scheduledFor: each.startedAt,
    outcome: each,
    ...more,
  }));
  await inEngine(engineScope(), (tx) => insertOutcomes(tx, rows));
}

/** What the monitor said in its component's chain, in order: state and since when (s after noon). */
export async function said(scope: TenantScope, monitor: Monitor): Promise<[LedgerEntry["state"], number][]> {
  const entries = await inTenant(scope, (tx) => chainOf(tx, monitor.componentId));
  return entries.map((entry) => [entry.state, (entry.effectiveFrom - noon) / 1_000]);
}

export async function outagesOf(scope: TenantScope, monitor: Monitor): Promise<[number, number | null][]> {
  const { items } = await listOutages(scope, monitor.id, allHistory);
  const after = (at: Ms) => (at - noon) / 1_000;
  return items.map(({ startedAt, endedAt }) => [after(startedAt), endedAt === null ? null : after(endedAt)]);
}
