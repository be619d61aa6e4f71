import { z } from "zod";
import { type Confirm, type FailureWord, monitorPatch, type Outcome, type Phases } from "./check";
import { type CheckSettings, type CheckType, checkTypes } from "./check-settings";
import type { Findings } from "./findings";
import { instantInput, pageInput } from "./input";
import type { Ms } from "./time";
import { type Verdict, verdicts } from "./verdict";

/** Body of `PATCH /monitors/{id}`. A header or body sent back as {@link secretMask} stays what it was. */
export const monitorChange = monitorPatch
  .extend({ paused: z.boolean().optional() })
  .meta({ id: "MonitorChange" });
export type MonitorChange = z.output<typeof monitorChange>;

/** Query of `GET /monitors`; `q` is looked for in name and target. */
export const monitorListInput = pageInput.extend({
  q: z.string().trim().max(200).optional(),
  component_id: z.string().max(100).optional(),
  type: z.enum(checkTypes).optional(),
  verdict: z.enum(verdicts).optional(),
  archived: z
    .enum(["true", "false"], 'must be "true" or "false"')
    .default("false")
    .transform((text) => text === "true"),
});
export type MonitorListInput = z.output<typeof monitorListInput>;

/** A window [from, to) of a monitor's past; open where left out. */
const windowFields = { from: instantInput.optional(), to: instantInput.optional() };

/** Query of `GET /monitors/{id}/verdicts` and `/outages`. */
export const monitorHistoryInput = pageInput.extend(windowFields);
export type MonitorHistoryInput = z.output<typeof monitorHistoryInput>;

/** What outcomes can be filtered by; suspect ones count for nothing, whatever they found. */
export const outcomeResults = ["ok", "failed", "suspect"] as const;
export type OutcomeResult = (typeof outcomeResults)[number];

/** Query of `GET /monitors/{id}/outcomes`. */
export const outcomeListInput = monitorHistoryInput.extend({ result: z.enum(outcomeResults).optional() });
export type OutcomeListInput = z.output<typeof outcomeListInput>;

/** Query of the latency series; the last 24 hours when left out. */
export const latencyInput = z.strictObject(windowFields);
export type LatencyInput = z.output<typeof latencyInput>;

/** A monitor as people and clients see it; secrets are masked. */
export type Monitor = {
  id: string;
  componentId: string;
  name: string;
  type: CheckType;
  /** "" for a heartbeat. */
  target: string;
  intervalSeconds: number;
  timeoutMs: number;
  regions: readonly string[];
  settings: CheckSettings;
  assertions: readonly unknown[];
  degradedAfterMs: number | null;
  confirm: Confirm;
  downState: "major_outage" | "partial_outage";
  /** Where a job reports itself; null unless a heartbeat seen by somebody who may write. */
  beatUrl: string | null;
  verdict: Verdict;
  since: Ms;
  pausedAt: Ms | null;
  createdAt: Ms;
  updatedAt: Ms;
  archivedAt: Ms | null;
  version: number;
};

/** One line of the list. */
export type MonitorSummary = {
  id: string;
  componentId: string;
  componentName: string;
  name: string;
  type: CheckType;
  target: string;
  intervalSeconds: number;
  regions: readonly string[];
  verdict: Verdict;
  since: Ms;
  /** The newest outcome of any region, run-now included; null before the first. */
  last: {
    startedAt: Ms;
    region: string;
    verdict: Outcome["verdict"];
    failure: FailureWord | null;
    totalMs: number | null;
  } | null;
  pausedAt: Ms | null;
  archivedAt: Ms | null;
  version: number;
};

/** A stored outcome. */
export type StoredOutcome = {
  scheduledFor: Ms;
  startedAt: Ms;
  region: string;
  verdict: Outcome["verdict"];
  ok: boolean;
  failure: FailureWord | null;
  detail: string | null;
  httpStatus: number | null;
  phases: Phases;
  suspect: boolean;
  runNow: boolean;
  findings: Findings | null;
};

/** A stretch in which one verdict stood; `to` is null for the one standing now. */
export type VerdictSpan = { verdict: Verdict; from: Ms; to: Ms | null; entrySeq: number };

/** A confirmed outage. `confirmedAt` is when it was believed, later than `startedAt` by the confirmation. */
export type Outage = {
  id: string;
  monitorId: string;
  componentId: string;
  startedAt: Ms;
  endedAt: Ms | null;
  confirmedAt: Ms;
  failure: FailureWord | null;
};
