import { z } from "zod";
import {
  type ComponentView,
  componentInput,
  componentListInput,
  componentPatch,
} from "@/lib/domain/component";
import { formatInstant } from "@/lib/domain/time";
import {
  archiveComponent,
  createComponent,
  getComponent,
  listComponents,
  updateComponent,
} from "@/lib/operations/components";
import { instant, instantOrNull, listOf, presentPage, state } from "../present";
import { route } from "../route";

const component = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    group: z.string().nullable(),
    position: z.int(),
    publish: z.enum(["automatic", "manual"]),
    composition: z
      .object({ rule: z.enum(["all", "any", "k_of_n"]), k: z.int().optional(), of: z.array(z.string()) })
      .nullable(),
    state,
    states: z.object({ measured: state, declared: state }),
    since: instant.nullable(),
    created_at: instant,
    updated_at: instant,
    archived_at: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: "Component" });

function present(view: ComponentView): z.input<typeof component> {
  const { composition, since, createdAt, updatedAt, archivedAt, ...rest } = view;
  return {
    ...rest,
    composition: composition && { ...composition, of: [...composition.of] },
    since: instantOrNull(since),
    created_at: formatInstant(createdAt),
    updated_at: formatInstant(updatedAt),
    archived_at: instantOrNull(archivedAt),
  };
}

const tag = "Components";

export const componentRoutes = [
  route({
    method: "POST",
    path: "/components",
    tag,
    summary: "Make a component",
    grant: "write",
    body: componentInput,
    answer: component,
    status: 201,
    async run({ scope, body, now }) {
      const view = await createComponent(scope, body, now);
      return { body: present(view), version: view.version, location: `/components/${view.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/components",
    tag,
    summary: "List components",
    grant: "read",
    query: componentListInput,
    answer: listOf(component),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listComponents(scope, query, now), present) };
    },
  }),
  route({
    method: "GET",
    path: "/components/{id}",
    tag,
    summary: "Read a component and its state now",
    grant: "read",
    answer: component,
    status: 200,
    async run({ scope, params, now }) {
      const view = await getComponent(scope, params.id, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    method: "PATCH",
    path: "/components/{id}",
    tag,
    summary: "Change a component",
    grant: "write",
    body: componentPatch,
    answer: component,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateComponent(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    method: "DELETE",
    path: "/components/{id}",
    tag,
    summary: "Archive a component and its monitors; its ledger stays",
    grant: "write",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await archiveComponent(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
];
