import { z } from "zod";
import { impacts, incidentStatuses, wordsInput } from "./incident";
import { nameInput } from "./input";
import type { Ms } from "./time";

/** What a template may leave open, and what it means. */
export const templateVariables = {
  component: "the components chosen, by name",
  since: "when the incident began",
  status_page: "the address of the first status page",
  status: "the incident's status",
  organization: "the organization's name",
} as const;
type TemplateVariable = keyof typeof templateVariables;
export type TemplateValues = Record<TemplateVariable, string>;

const known = Object.keys(templateVariables);
const variable = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The first variable that does not exist, or null. */
export function unknownVariable(text: string): string | null {
  const found = [...text.matchAll(variable)].map((match) => match[1] ?? "");
  return found.find((name) => !known.includes(name)) ?? null;
}

/** The text with its variables filled in. What is filled in is never read again, so a name with braces stays a name. */
export function fillTemplate(text: string, values: TemplateValues): string {
  return text.replace(variable, (whole, name: string) => values[name as TemplateVariable] ?? whole);
}

const knowsItsVariables = (text: string, context: z.RefinementCtx) => {
  const name = unknownVariable(text);
  if (name === null) return;
  const message = `has no variable {{${name}}}; there are ${known.map((each) => `{{${each}}}`).join(" ")}`;
  context.addIssue({ code: "custom", message });
};

const fields = {
  name: nameInput.meta({ example: "Payment provider trouble" }),
  title: nameInput.superRefine(knowsItsVariables).meta({ example: "{{component}} is slow" }),
  body: wordsInput
    .superRefine(knowsItsVariables)
    .meta({ example: "Since {{since}} some requests to {{component}} fail. We are working on it." }),
  status: z.enum(incidentStatuses),
  impact: z.enum(impacts).nullable(),
};

/** Body of `POST /incident-templates` and of the form. */
export const templateInput = z
  .strictObject({
    name: fields.name,
    title: fields.title,
    body: fields.body.default(""),
    status: fields.status.default("investigating"),
    impact: fields.impact.default(null),
  })
  .meta({ id: "IncidentTemplateInput" });
export type TemplateInput = z.output<typeof templateInput>;

/** Body of `PATCH /incident-templates/{id}`. */
export const templatePatch = z.strictObject(fields).partial().meta({ id: "IncidentTemplatePatch" });
export type TemplatePatch = z.output<typeof templatePatch>;

export type TemplateView = TemplateInput & {
  id: string;
  createdAt: Ms;
  updatedAt: Ms;
  version: number;
};

/** Most templates of one organization. */
export const templatesMax = 200;

/** What the variables stand for in the words of one incident. */
export function templateValues(about: {
  components: readonly string[];
  since: string;
  statusPage: string | null;
  status: string;
  organization: string;
}): TemplateValues {
  const { components, since, statusPage, status, organization } = about;
  const [first = "our service", ...rest] = components;
  const last = rest.at(-1);
  const component = last === undefined ? first : `${[first, ...rest.slice(0, -1)].join(", ")} and ${last}`;
  return { component, since, status_page: statusPage ?? organization, status, organization };
}
