import { z } from "zod";
import { states } from "@/lib/domain/state";
import { formatInstant } from "@/lib/domain/time";
import { timelineInput } from "@/lib/domain/timeline-input";
import { readTimeline, type TimelineView, type UptimeFigures } from "@/lib/operations/timeline";
import { instant, state } from "../present";
import { route } from "../route";

/** Figures of a window, as every answer writes them. */
export const uptime = z
  .object({
    percent: z.string().nullable().meta({
      description: "Six decimals, truncated; null when nothing was up or down.",
      example: "99.912345",
    }),
    downtime_ms: z.int().meta({
      description:
        "Partial and major outage outside maintenance. What a contract counts as downtime is in its statements.",
    }),
    unknown_ms: z.int(),
    maintenance_ms: z.int(),
  })
  .meta({ id: "Uptime" });

export function presentUptime(figures: UptimeFigures): z.input<typeof uptime> {
  const { percent, downtimeMs, unknownMs, maintenanceMs } = figures;
  return { percent, downtime_ms: downtimeMs, unknown_ms: unknownMs, maintenance_ms: maintenanceMs };
}

const timeline = z
  .object({
    component_id: z.string(),
    from: instant,
    to: instant,
    basis: z.string(),
    as_of: instant.nullable(),
    segments: z.array(
      z.object({
        from: instant,
        to: instant,
        state,
        observed: state,
        causes: z.array(
          z.object({
            component_id: z.string().meta({ description: "A member's, under a composition." }),
            type: z.string(),
            id: z.string(),
            title: z.string(),
            entry_seq: z.int(),
          }),
        ),
      }),
    ),
    totals_ms: z.record(z.enum(states), z.int()),
    uptime,
  })
  .meta({ id: "Timeline" });

function present(view: TimelineView): z.input<typeof timeline> {
  return {
    component_id: view.componentId,
    from: formatInstant(view.from),
    to: formatInstant(view.to),
    basis: view.basis,
    as_of: view.asOf === null ? null : formatInstant(view.asOf),
    segments: view.segments.map(({ from, to, state: shown, observed, causes }) => ({
      from: formatInstant(from),
      to: formatInstant(to),
      state: shown,
      observed,
      causes: causes.map(({ componentId, type, id, title, entrySeq }) => ({
        ...{ component_id: componentId, type, id, title, entry_seq: entrySeq },
      })),
    })),
    totals_ms: view.totalsMs,
    uptime: presentUptime(view.uptime),
  };
}

export const timelineRoutes = [
  route({
    method: "GET",
    path: "/components/{id}/timeline",
    tag: "Ledger",
    summary: "What a component was, when, why, and its uptime",
    grant: "read",
    query: timelineInput,
    answer: timeline,
    status: 200,
    async run({ scope, params, query, now }) {
      return { body: present(await readTimeline(scope, { ...query, component_id: params.id }, now)) };
    },
  }),
];
