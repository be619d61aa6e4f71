import { z } from "zod";
import { incidentFactData } from "@/lib/domain/incident-data";
import { pageInput } from "@/lib/domain/input";
import { listIncidentFacts } from "@/lib/operations/incident-desk";
import { instant, listOf, presentPage } from "../present";
import { route } from "../route";
import { incidentTag } from "./incidents";

const fact = z
  .object({
    id: z.string(),
    type: z.string().meta({ description: "`opened`, `published`, `outage_began`, `mails_sent` and so on." }),
    at: instant,
    recorded_at: instant,
    actor: z.string().nullable().meta({ description: "Null for what happened by itself." }),
    data: z
      .record(z.string(), z.unknown())
      .meta({ description: "What this type tells beyond when and who." }),
  })
  .meta({ id: "IncidentFact" });

export const incidentFactRoutes = [
  route({
    method: "GET",
    path: "/incidents/{id}/facts",
    tag: incidentTag,
    summary: "What happened around an incident, oldest first: outages, posts, mails handed over",
    grant: "read",
    query: pageInput,
    answer: listOf(fact),
    status: 200,
    async run({ scope, params, query }) {
      return { body: presentPage(await listIncidentFacts(scope, params.id, query), incidentFactData) };
    },
  }),
];
