import { z } from "zod";
import { confirmSettings, failureWords, monitorInput } from "@/lib/domain/check";
import { checkTypes } from "@/lib/domain/check-settings";
import { type Monitor, type MonitorSummary, monitorChange, monitorListInput } from "@/lib/domain/monitor";
import { formatInstant } from "@/lib/domain/time";
import { verdicts } from "@/lib/domain/verdict";
import { runMonitorNow } from "@/lib/jobs/run-now";
import {
  archiveMonitor,
  createMonitor,
  getMonitor,
  listMonitors,
  updateMonitor,
} from "@/lib/operations/monitors";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";
import { outcome, presentOutcome } from "./monitor-history";

const shared = {
  id: z.string(),
  component_id: z.string(),
  name: z.string(),
  type: z.enum(checkTypes),
  target: z.string(),
  interval_seconds: z.int(),
  regions: z.array(z.string()),
  verdict: z.enum(verdicts),
  since: instant,
  paused_at: instant.nullable(),
  archived_at: instant.nullable(),
  version: z.int(),
};

const monitor = z
  .object({
    ...shared,
    timeout_ms: z.int(),
    settings: z.record(z.string(), z.unknown()).meta({ description: "By type; secrets are masked." }),
    assertions: z.array(z.unknown()),
    degraded_after_ms: z.int().nullable(),
    confirm: confirmSettings,
    down_state: z.enum(["major_outage", "partial_outage"]),
    beat_url: z
      .string()
      .nullable()
      .meta({ description: "Where a heartbeat reports; for keys that may write." }),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: "Monitor" });

const summary = z
  .object({
    ...shared,
    component_name: z.string(),
    last: z
      .object({
        started_at: instant,
        region: z.string(),
        verdict: z.enum(["up", "degraded", "down"]),
        failure: z.enum(failureWords).nullable(),
        total_ms: z.int().nullable(),
      })
      .nullable(),
  })
  .meta({ id: "MonitorSummary" });

function presentShared(view: Monitor | MonitorSummary) {
  return {
    id: view.id,
    component_id: view.componentId,
    name: view.name,
    type: view.type,
    target: view.target,
    interval_seconds: view.intervalSeconds,
    regions: [...view.regions],
    verdict: view.verdict,
    since: formatInstant(view.since),
    paused_at: instantOrNull(view.pausedAt),
    archived_at: instantOrNull(view.archivedAt),
    version: view.version,
  };
}

function present(view: Monitor): z.input<typeof monitor> {
  return {
    ...presentShared(view),
    timeout_ms: view.timeoutMs,
    settings: { ...view.settings },
    assertions: [...view.assertions],
    degraded_after_ms: view.degradedAfterMs,
    confirm: view.confirm,
    down_state: view.downState,
    beat_url: view.beatUrl,
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
  };
}

function presentSummary(view: MonitorSummary): z.input<typeof summary> {
  const { last } = view;
  return {
    ...presentShared(view),
    component_name: view.componentName,
    last: last && {
      started_at: formatInstant(last.startedAt),
      region: last.region,
      verdict: last.verdict,
      failure: last.failure,
      total_ms: last.totalMs,
    },
  };
}

const tag = "Monitors";

export const monitorRoutes = [
  route({
    method: "POST",
    path: "/monitors",
    tag,
    summary: "Make a monitor",
    grant: "write",
    body: monitorInput,
    answer: monitor,
    status: 201,
    async run({ scope, body, now }) {
      const view = await createMonitor(scope, body, now);
      return { body: present(view), version: view.version, location: `/monitors/${view.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/monitors",
    tag,
    summary: "List monitors, each with its last outcome",
    grant: "read",
    query: monitorListInput,
    answer: listOf(summary),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listMonitors(scope, query, now), presentSummary) };
    },
  }),
  route({
    method: "GET",
    path: "/monitors/{id}",
    tag,
    summary: "Read a monitor",
    grant: "read",
    answer: monitor,
    status: 200,
    async run({ scope, params }) {
      const view = await getMonitor(scope, params.id);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    method: "PATCH",
    path: "/monitors/{id}",
    tag,
    summary: "Change, pause or resume a monitor",
    grant: "write",
    body: monitorChange,
    answer: monitor,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateMonitor(scope, { id: params.id, change: body, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    method: "DELETE",
    path: "/monitors/{id}",
    tag,
    summary: "Archive a monitor; what it said stays",
    grant: "write",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await archiveMonitor(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
  route({
    method: "POST",
    path: "/monitors/{id}/run",
    tag,
    summary: "Run a monitor once now; the outcome counts for no verdict",
    grant: "write",
    body: z.strictObject({}),
    bodyOptional: true,
    leavesHouse: true,
    answer: outcome,
    status: 200,
    async run({ scope, params, now, signal }) {
      return { body: presentOutcome(await runMonitorNow(scope, params.id, now, signal)) };
    },
  }),
];
