import { z } from "zod";
import { listProbesInput, type ProbeRegion, probeHealths, regionHealths } from "@/lib/domain/probe-health";
import { formatInstant } from "@/lib/domain/time";
import { listProbeRegions } from "@/lib/operations/probe-fleet";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const probe = z
  .object({
    name: z.string(),
    version: z.string(),
    protocol: z.int(),
    health: z.enum(probeHealths),
    first_seen_at: instant,
    last_seen_at: instant,
    left_at: instant.nullable().meta({ description: "When it was stopped in good order." }),
    skew_ms: z.int().nullable().meta({ description: "How far its clock is ahead of the server's." }),
    outstanding: z.int(),
    capacity: z.int().nullable(),
  })
  .meta({ id: "Probe" });

const region = z
  .object({
    region: z.string(),
    built_in: z.boolean().meta({ description: "Run by the server itself." }),
    health: z.enum(regionHealths),
    monitors: z.int(),
    overdue: z.int().meta({ description: "Monitors whose turn nobody has taken for half a minute." }),
    runs: z.int().meta({ description: "In the last ten minutes, as are the next three." }),
    suspects: z.int(),
    lag_p99_ms: z.int().nullable(),
    last_run_at: instant.nullable(),
    probes: z.array(probe),
  })
  .meta({ id: "ProbeRegion" });

function present(view: ProbeRegion): z.input<typeof region> {
  const { monitors, overdue, runs, suspects, health } = view;
  return {
    ...{ region: view.region, built_in: view.builtIn, health, monitors, overdue, runs, suspects },
    lag_p99_ms: view.lagP99Ms,
    last_run_at: instantOrNull(view.lastRunAt),
    probes: view.probes.map((each) => ({
      ...{ name: each.name, version: each.version, protocol: each.protocol, health: each.health },
      first_seen_at: formatInstant(each.firstSeenAt),
      last_seen_at: formatInstant(each.lastSeenAt),
      left_at: instantOrNull(each.leftAt),
      ...{ skew_ms: each.skewMs, outstanding: each.outstanding, capacity: each.capacity },
    })),
  };
}

export const probeRoutes = [
  route({
    method: "GET",
    path: "/probes",
    tag: "Monitors",
    summary: "Regions with how they do, and the probes that run them",
    grant: "read",
    query: listProbesInput,
    answer: listOf(region),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listProbeRegions(scope, query, now), present) };
    },
  }),
];
