import { z } from "zod";
import { type Marker, markerInput, markerListInput } from "@/lib/domain/marker";
import { formatInstant } from "@/lib/domain/time";
import { createMarker, listMarkers, removeMarker } from "@/lib/operations/markers";
import { instant, listOf, presentPage } from "../present";
import { route } from "../route";

const marker = z
  .object({
    id: z.string(),
    title: z.string(),
    at: instant,
    component_ids: z.array(z.string()).nullable().meta({ description: "null: every component." }),
    url: z.string().nullable(),
    created_at: instant,
  })
  .meta({ id: "Marker" });

function present({ id, title, at, componentIds, url, createdAt }: Marker): z.input<typeof marker> {
  const component_ids = componentIds && [...componentIds];
  return { id, title, at: formatInstant(at), component_ids, url, created_at: formatInstant(createdAt) };
}

const tag = "Markers";

export const markerRoutes = [
  route({
    method: "POST",
    path: "/markers",
    tag,
    grant: "write",
    summary: "Note a deployment or another change, to be drawn on the charts of its components",
    body: markerInput,
    answer: marker,
    status: 201,
    async run({ scope, body, now }) {
      return { body: present(await createMarker(scope, body, now)), location: "/markers" };
    },
  }),
  route({
    method: "GET",
    path: "/markers",
    tag,
    grant: "read",
    summary: "Markers, latest first",
    query: markerListInput,
    answer: listOf(marker),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listMarkers(scope, query), present) };
    },
  }),
  route({
    method: "DELETE",
    path: "/markers/{id}",
    tag,
    grant: "write",
    summary: "Remove a marker",
    status: 204,
    async run({ scope, params, now }) {
      await removeMarker(scope, params.id, now);
      return {};
    },
  }),
];
