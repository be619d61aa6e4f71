import { z } from "zod";
import {
  type DependencyView,
  dependencyEffects,
  dependencyInput,
  dependencyListInput,
  dependencyPatch,
} from "@/lib/domain/dependency";
import { providerFormats } from "@/lib/domain/reading";
import { formatInstant } from "@/lib/domain/time";
import { placeOfProvider } from "@/lib/jobs/provider-preview";
import {
  archiveDependency,
  createDependency,
  getDependency,
  listDependencies,
  updateDependency,
} from "@/lib/operations/dependencies";
import { instant, instantOrNull, listOf, presentPage, state } from "../present";
import { route } from "../route";

const dependency = z
  .object({
    id: z.string(),
    component_id: z.string(),
    component_name: z.string(),
    provider: z.object({
      slug: z.string().nullable(),
      name: z.string(),
      url: z.string(),
      format: z.enum(providerFormats).nullable(),
      source_id: z.string(),
    }),
    remote_component: z
      .object({ id: z.string().nullable(), name: z.string().nullable(), region: z.string().nullable() })
      .nullable()
      .meta({ description: "Null is the provider's whole page." }),
    effect: z.enum(dependencyEffects),
    shown: z.boolean(),
    state: state.meta({ description: "What the provider says of it; unknown while that is not believed." }),
    since: instant,
    note: z.string().nullable().meta({ description: "What changed upstream: renamed, removed." }),
    heard_at: instant.nullable().meta({ description: "When the provider was last read." }),
    stale_reason: z.string().nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.int(),
  })
  .meta({ id: "Dependency" });

function present(view: DependencyView): z.input<typeof dependency> {
  const { slug, name, url, format, sourceId } = view.provider;
  return {
    id: view.id,
    component_id: view.componentId,
    component_name: view.componentName,
    provider: { slug, name, url, format, source_id: sourceId },
    remote_component: view.remote,
    effect: view.effect,
    shown: view.shown,
    state: view.state,
    since: formatInstant(view.since),
    note: view.note,
    heard_at: instantOrNull(view.heardAt),
    stale_reason: view.staleReason,
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    version: view.version,
  };
}

const tag = "Providers";

export const dependencyRoutes = [
  route({
    method: "POST",
    path: "/dependencies",
    tag,
    summary: "Let a component depend on a provider, of the catalogue or at an address",
    grant: "write",
    body: dependencyInput,
    answer: dependency,
    status: 201,
    leavesHouse: true,
    async run({ scope, body, now, signal }) {
      const place = await placeOfProvider(scope, body.provider, signal);
      const view = await createDependency(scope, { ...body, place }, now);
      return { body: present(view), version: view.version, location: `/dependencies/${view.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/dependencies",
    tag,
    summary: "List dependencies",
    grant: "read",
    query: dependencyListInput,
    answer: listOf(dependency),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listDependencies(scope, query, now), present) };
    },
  }),
  route({
    method: "GET",
    path: "/dependencies/{id}",
    tag,
    summary: "Read a dependency and what its provider says now",
    grant: "read",
    answer: dependency,
    status: 200,
    async run({ scope, params, now }) {
      const view = await getDependency(scope, params.id, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    method: "PATCH",
    path: "/dependencies/{id}",
    tag,
    summary: "Change what a dependency looks at, does, or shows",
    grant: "write",
    body: dependencyPatch,
    answer: dependency,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateDependency(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    method: "DELETE",
    path: "/dependencies/{id}",
    tag,
    summary: "End a dependency; its words stay in the ledger",
    grant: "write",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await archiveDependency(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
];
