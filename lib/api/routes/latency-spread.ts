import { z } from "zod";
import {
  type LatencySpread,
  latencyPhases,
  latencySpreadInput,
  type Quantiles,
} from "@/lib/domain/latency-spread";
import { formatInstant } from "@/lib/domain/time";
import { latencySpread } from "@/lib/operations/latency-spread";
import { instant } from "../present";
import { route } from "../route";

const quantiles = {
  p50_ms: z.int().nullable(),
  p95_ms: z.int().nullable(),
  p99_ms: z.int().nullable(),
};

const spread = z
  .object({
    from: instant,
    to: instant,
    step_ms: z.int(),
    source: z.enum(["outcomes", "rollups"]).meta({
      description: "From rollups a quantile is the upper bound of its bucket.",
    }),
    phase: z.enum(latencyPhases).meta({ description: "What regions and points are about." }),
    phases: z.record(z.enum(latencyPhases), z.object(quantiles)),
    regions: z.array(z.object({ region: z.string(), count: z.int(), failures: z.int(), ...quantiles })),
    points: z.array(z.object({ at: instant, ...quantiles })),
  })
  .meta({ id: "LatencySpread" });

function present(view: LatencySpread): z.input<typeof spread> {
  const { stepMs, source, phase } = view;
  const phases = latencyPhases.map((name) => [name, presentQuantiles(view.phases[name])] as const);
  return {
    from: formatInstant(view.from),
    to: formatInstant(view.to),
    ...{ step_ms: stepMs, source, phase },
    phases: Object.fromEntries(phases) as z.input<typeof spread>["phases"],
    regions: view.regions.map((each) => ({
      ...{ region: each.region, count: each.count, failures: each.failures },
      ...presentQuantiles(each),
    })),
    points: view.points.map((each) => ({ at: formatInstant(each.at), ...presentQuantiles(each) })),
  };
}

function presentQuantiles({ p50Ms, p95Ms, p99Ms }: Quantiles) {
  return { p50_ms: p50Ms, p95_ms: p95Ms, p99_ms: p99Ms };
}

export const latencySpreadRoutes = [
  route({
    method: "GET",
    path: "/monitors/{id}/latency/spread",
    tag: "Monitors",
    summary: "Percentiles of latency by phase, by region and over time",
    grant: "read",
    query: latencySpreadInput,
    answer: spread,
    status: 200,
    async run({ scope, params, query, now }) {
      return { body: present(await latencySpread(scope, params.id, query, now)) };
    },
  }),
];
