import { z } from "zod";
import type { MonitorRow, MonitorRowChange, MonitorStandingRow } from "@/db/queries/monitor";
import type { ScheduleRow } from "@/db/queries/schedule";
import { type MonitorInput, monitorInput } from "@/lib/domain/check";
import {
  checkTypes,
  type HeartbeatSettings,
  heartbeatSettings,
  settingsByType,
} from "@/lib/domain/check-settings";
import { parseInput } from "@/lib/domain/complaint";
import { invalid } from "@/lib/domain/errors";
import type { BeatPlan } from "@/lib/domain/heartbeat";
import type { Monitor, MonitorChange } from "@/lib/domain/monitor";
import { hideSecrets, keepSecrets, type MonitorSecrets } from "@/lib/domain/monitor-secret";
import { firstTurn } from "@/lib/domain/schedule";
import { type Ms, secondMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { open, seal } from "@/lib/secret";

const checkType = z.enum(checkTypes);

/** The columns a body fills. Secrets are sealed; what is left in `settings` may be shown. */
export function columnsOf(input: MonitorInput) {
  const { shown, secrets } = hideSecrets(input.settings);
  return {
    name: input.name,
    target: input.target,
    intervalSeconds: input.interval_seconds,
    timeoutMs: input.timeout_ms,
    regions: input.regions,
    settings: shown,
    sealedSettings: secrets === null ? null : seal(JSON.stringify(secrets)),
    assertions: [...input.assertions],
    degradedAfterMs: input.degraded_after_ms,
    confirmFailures: input.confirm.failures,
    confirmRecoveries: input.confirm.recoveries,
    confirmQuorum: input.confirm.quorum,
    downState: input.down_state,
    graceSeconds: input.type === "heartbeat" ? input.settings.grace_seconds : null,
  } satisfies MonitorRowChange;
}

/** What is stored, as a body: the shape that a patch is laid over. Secrets keep their masks. */
function bodyOf(row: MonitorRow): Record<string, unknown> & { settings: Record<string, unknown> } {
  return {
    type: row.type,
    component_id: row.componentId,
    name: row.name,
    target: row.target,
    interval_seconds: row.intervalSeconds,
    timeout_ms: row.timeoutMs,
    regions: row.regions,
    settings: row.settings,
    assertions: row.assertions,
    degraded_after_ms: row.degradedAfterMs,
    confirm: {
      failures: row.confirmFailures,
      recoveries: row.confirmRecoveries,
      quorum: row.confirmQuorum,
    },
    down_state: row.downState,
  };
}

/**
 * The whole body after a patch, parsed by the one schema so that rules between fields hold. Kept secrets never
 * follow the target to another origin: whoever moves it must know them.
 */
export function patched(row: MonitorRow, change: Omit<MonitorChange, "paused">): MonitorInput {
  const stored = bodyOf(row);
  const confirm = { ...(stored.confirm as object), ...change.confirm };
  const merged = { ...stored, ...change, confirm, settings: { ...stored.settings, ...change.settings } };
  const known = row.sealedSettings === null ? null : (JSON.parse(open(row.sealedSettings)) as MonitorSecrets);
  const settings = keepSecrets(merged.settings, known);
  if ("missing" in settings) throw invalid(`settings.${settings.missing}`, "is masked; write its value");
  const input = parseInput(monitorInput, { ...merged, settings: settings.settings });
  if (settings.kept && originsOf(input.target, input.settings) !== originsOf(row.target, row.settings)) {
    throw invalid("settings.headers", "must be written anew when a target moves to another origin");
  }
  return input;
}

/** Where the requests of a check go, in their order; a step may say only a path. */
function originsOf(target: string, settings: object): string {
  const steps = "steps" in settings && Array.isArray(settings.steps) ? settings.steps : [];
  return [target, ...steps.map((step: { url: string }) => step.url)].map(originOf).join(" ");
}

function originOf(target: string): string {
  if (target.startsWith("/")) return "";
  return URL.canParse(target) ? new URL(target).origin : target;
}

/** The monitor as people and clients see it; its beat address only for those who may write. */
export function monitorView(row: MonitorRow, standing: MonitorStandingRow, mayWrite: boolean): Monitor {
  const type = checkType.parse(row.type);
  const sealed = mayWrite ? row.beatTokenSealed : null;
  return {
    id: row.id,
    componentId: row.componentId,
    name: row.name,
    type,
    target: row.target,
    intervalSeconds: row.intervalSeconds,
    timeoutMs: row.timeoutMs,
    regions: row.regions,
    settings: settingsByType[type].parse(row.settings),
    assertions: row.assertions,
    degradedAfterMs: row.degradedAfterMs,
    confirm: {
      failures: row.confirmFailures,
      recoveries: row.confirmRecoveries,
      quorum: row.confirmQuorum,
    },
    downState: row.downState,
    beatUrl: sealed === null ? null : `${env().publicUrl}/api/beat/${open(sealed)}`,
    verdict: standing.verdict,
    since: standing.since,
    pausedAt: row.pausedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    archivedAt: row.archivedAt,
    version: row.version,
  };
}

/** A schedule row per region; turns already known keep their phase. A heartbeat is awaited, not run: none. */
export function schedulesOf(row: MonitorRow, turns: ReadonlyMap<string, Ms>, now: Ms): ScheduleRow[] {
  if (row.type === "heartbeat") return [];
  const intervalMs = row.intervalSeconds * secondMs;
  return row.regions.map((region) => ({
    monitorId: row.id,
    region,
    monitorVersion: row.checkVersion,
    dueAt: turns.get(region) ?? firstTurn(row.id, region, intervalMs, now),
    intervalMs,
    timeoutMs: row.timeoutMs,
    type: row.type,
    target: row.target,
    spec: { settings: row.settings, assertions: row.assertions, degraded_after_ms: row.degradedAfterMs },
    sealedSettings: row.sealedSettings,
  }));
}

/** When a heartbeat is due. */
export function beatPlanOf(row: Pick<MonitorRow, "settings" | "intervalSeconds">): BeatPlan {
  const settings: HeartbeatSettings = heartbeatSettings.parse(row.settings);
  return {
    intervalMs: row.intervalSeconds * secondMs,
    graceMs: settings.grace_seconds * secondMs,
    cron: settings.cron,
    timezone: settings.timezone,
  };
}
