import { z } from "zod";
import { impacts, incidentStatuses } from "@/lib/domain/incident";
import { type TemplateView, templateInput, templatePatch } from "@/lib/domain/incident-template";
import { formatInstant } from "@/lib/domain/time";
import {
  createTemplate,
  listTemplates,
  removeTemplate,
  updateTemplate,
} from "@/lib/operations/incident-templates";
import { instant, listOf, presentPage } from "../present";
import { route } from "../route";

const template = z
  .object({
    id: z.string(),
    name: z.string(),
    title: z.string(),
    body: z.string(),
    status: z.enum(incidentStatuses),
    impact: z.enum(impacts).nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.int(),
  })
  .meta({ id: "IncidentTemplate" });

function present({ id, name, title, body, status, impact, ...rest }: TemplateView): z.input<typeof template> {
  const times = { created_at: formatInstant(rest.createdAt), updated_at: formatInstant(rest.updatedAt) };
  return { id, name, title, body, status, impact, ...times, version: rest.version };
}

const tag = "Incidents";

export const incidentTemplateRoutes = [
  route({
    method: "POST",
    path: "/incident-templates",
    tag,
    summary: "Prepare words with variables such as {{component}}",
    grant: "write",
    body: templateInput,
    answer: template,
    status: 201,
    async run({ scope, body, now }) {
      const view = await createTemplate(scope, body, now);
      return { body: present(view), version: view.version, location: "/incident-templates" };
    },
  }),
  route({
    method: "GET",
    path: "/incident-templates",
    tag,
    summary: "All templates, by name",
    grant: "read",
    answer: listOf(template),
    status: 200,
    async run({ scope }) {
      return { body: presentPage(await listTemplates(scope), present) };
    },
  }),
  route({
    method: "PATCH",
    path: "/incident-templates/{id}",
    tag,
    summary: "Change a template",
    grant: "write",
    body: templatePatch,
    answer: template,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateTemplate(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    method: "DELETE",
    path: "/incident-templates/{id}",
    tag,
    summary: "Remove a template; what was told with its words stays",
    grant: "write",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await removeTemplate(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
];
