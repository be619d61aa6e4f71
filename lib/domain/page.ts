import { z } from "zod";
import { nameInput, pageInput } from "./input";
import { accessInput, type PageAccess } from "./page-access";
import { plainTheme, themeInput } from "./page-theme";
import { bases } from "./state";
import type { Ms } from "./time";

/** What pages can be read in; the first is the fallback. */
export const locales = ["en", "de", "fr", "es", "pt-BR", "ja", "zh-CN", "ar"] as const;
export type Locale = (typeof locales)[number];
export const localeInput = z.enum(locales);

/** How the whole is judged by its parts: by how many are out (`share`), or by the worst of them. */
export const overallRules = ["share", "worst"] as const;
export type OverallRule = (typeof overallRules)[number];

/** Path segments under /status that may become routes of ours. */
const reservedSlugs = new Set(["api", "new", "assets", "static"]);

const slugInput = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be 1 to 63 lower-case letters, digits and inner hyphens",
  )
  .refine((slug) => !reservedSlugs.has(slug), "is reserved; choose another")
  .meta({ example: "acme" });

const domainInput = z
  .string()
  .max(253)
  .transform((text, context) => {
    const host = asciiHost(text);
    if (host !== null) return host;
    context.addIssue({
      code: "custom",
      message: "must be a host name such as status.example.com, without scheme, port or path",
    });
    return z.NEVER;
  })
  .meta({ example: "status.example.com" });

export const timezoneInput = z
  .string()
  .refine(isTimezone, "must be an IANA time zone such as Europe/Berlin")
  .meta({ example: "Europe/Berlin" });

const pageComponentInput = z
  .union([
    z.string().min(1).max(100),
    z.strictObject({
      id: z.string().min(1).max(100),
      group: nameInput.nullable().default(null),
      name: nameInput.nullable().default(null),
      hidden_until_failing: z.boolean().default(false),
      latency: z.boolean().default(false),
    }),
  ])
  .transform((given): PageComponent => {
    if (typeof given === "string")
      return { componentId: given, group: null, name: null, hiddenUntilFailing: false, latency: false };
    const { id, group, name, hidden_until_failing, latency } = given;
    return { componentId: id, group, name, hiddenUntilFailing: hidden_until_failing, latency };
  });

const componentsInput = z
  .array(pageComponentInput)
  .max(500)
  .superRefine((given, context) => {
    const seen = new Set<string>();
    for (const [index, { componentId }] of given.entries()) {
      if (seen.has(componentId))
        context.addIssue({ code: "custom", path: [index], message: "names a component twice" });
      seen.add(componentId);
    }
  });

const fields = {
  slug: slugInput,
  name: nameInput.meta({ example: "Acme status" }),
  domain: domainInput.nullable(),
  basis: z.enum(bases),
  timezone: timezoneInput,
  /** In the order of the page; null shows every component, in the organization's own order and groups. */
  components: componentsInput.nullable(),
  access: accessInput,
  /** Customers' people may sign in and see their own components, SLA standing and credits beside it. */
  customer_layer: z.boolean(),
  theme: themeInput,
  /** How many days of bars the page shows, and the window of the figure beside them. */
  days: z.literal([30, 60, 90], "must be 30, 60 or 90"),
  overall: z.enum(overallRules),
  locales: z
    .array(localeInput)
    .min(1)
    .transform((given) => [...new Set(given)]),
};

/** Body of `POST /pages` and of the form. */
export const pageCreateInput = z
  .strictObject({
    slug: fields.slug,
    name: fields.name,
    domain: fields.domain.default(null),
    basis: fields.basis.default("worst"),
    timezone: fields.timezone.default("UTC"),
    components: fields.components.default(null),
    access: fields.access.default({ mode: "public" }),
    customer_layer: fields.customer_layer.default(false),
    theme: fields.theme.default(plainTheme),
    days: fields.days.default(90),
    overall: fields.overall.default("share"),
    locales: fields.locales.default(["en"]),
  })
  .meta({ id: "PageInput" });
export type PageCreate = z.output<typeof pageCreateInput>;

/** Body of `PATCH /pages/{id}`: what is left out stays, null clears. */
export const pagePatchInput = z.strictObject(fields).partial().meta({ id: "PagePatch" });
export type PagePatch = z.output<typeof pagePatchInput>;

/** Query of `GET /pages`; `q` is looked for in name and address. Archived pages are shown only when asked for. */
export const pageListInput = pageInput.extend({
  q: z.string().trim().max(200).optional(),
  archived: z
    .enum(["true", "false"], 'must be "true" or "false"')
    .default("false")
    .transform((text) => text === "true"),
});
export type PageListInput = z.output<typeof pageListInput>;

/** One line of a page: null `group` and `name` mean the component's own. */
export type PageComponent = {
  componentId: string;
  group: string | null;
  name: string | null;
  hiddenUntilFailing: boolean;
  /** Whether its response times are drawn. */
  latency: boolean;
};

/** A status page as its owners see it. */
export type StatusPage = Omit<PageCreate, "access" | "customer_layer"> & {
  access: PageAccess;
  customerLayer: boolean;
  /** How often its access has changed; a pass of before opens nothing. */
  gateEpoch: number;
  id: string;
  createdAt: Ms;
  updatedAt: Ms;
  archivedAt: Ms | null;
  version: number;
};

/** The lower-case ASCII form of a host name with at least one dot; null for anything else, addresses included. */
function asciiHost(text: string): string | null {
  if (/[/:@?#\\\s%]/.test(text)) return null;
  const url = URL.parse(`http://${text}/`);
  const host = url?.hostname.replace(/\.$/, "") ?? "";
  const labels = host.split(".");
  if (labels.length < 2 || /^\d+$/.test(labels.at(-1) ?? "")) return null;
  return labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) ? host : null;
}

function isTimezone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return /^[A-Za-z]/.test(text);
  } catch {
    return false;
  }
}
