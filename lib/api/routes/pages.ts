import { z } from "zod";
import {
  overallRules,
  pageCreateInput,
  pageListInput,
  pagePatchInput,
  type StatusPage,
} from "@/lib/domain/page";
import { accessInput, shownAccess } from "@/lib/domain/page-access";
import type { PageDomain } from "@/lib/domain/page-domain";
import { bases } from "@/lib/domain/state";
import { formatInstant } from "@/lib/domain/time";
import { verifyPageDomain } from "@/lib/jobs/domains";
import { getPageDomain } from "@/lib/operations/page-domains";
import { archivePage, createPage, getPage, listPages, updatePage } from "@/lib/operations/pages";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const palette = z.object({
  ground: z.string().nullable(),
  ink: z.string().nullable(),
  accent: z.string().nullable(),
});
const picture = z.string().nullable().meta({ description: "A data: address of a PNG, JPEG or WebP." });

const statusPage = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    domain: z.string().nullable(),
    basis: z.enum(bases),
    timezone: z.string(),
    components: z
      .array(
        z.object({
          id: z.string(),
          group: z.string().nullable(),
          name: z.string().nullable(),
          hidden_until_failing: z.boolean(),
          latency: z.boolean(),
        }),
      )
      .nullable()
      .meta({ description: "null shows every component." }),
    access: accessInput,
    customer_layer: z.boolean(),
    theme: z.object({
      mode: z.enum(["auto", "light", "dark"]),
      light: palette,
      dark: palette,
      logo: picture,
      favicon: picture,
      css: z.string().nullable(),
    }),
    days: z.int().meta({ description: "Days of bars, and the window of the figure beside them." }),
    overall: z.enum(overallRules),
    locales: z.array(z.string()),
    created_at: instant,
    updated_at: instant,
    archived_at: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: "Page" });

function present(page: StatusPage): z.input<typeof statusPage> {
  const components = page.components?.map(({ componentId, group, name, hiddenUntilFailing, latency }) => ({
    ...{ id: componentId, group, name, hidden_until_failing: hiddenUntilFailing, latency },
  }));
  return {
    id: page.id,
    slug: page.slug,
    name: page.name,
    domain: page.domain,
    basis: page.basis,
    timezone: page.timezone,
    components: components ?? null,
    access: shownAccess(page.access),
    customer_layer: page.customerLayer,
    theme: page.theme,
    days: page.days,
    overall: page.overall,
    locales: [...page.locales],
    created_at: formatInstant(page.createdAt),
    updated_at: formatInstant(page.updatedAt),
    archived_at: instantOrNull(page.archivedAt),
    version: page.version,
  };
}

const pageDomain = z
  .object({
    domain: z.string().nullable(),
    verified_at: instant.nullable(),
    taken: z
      .boolean()
      .meta({ description: "Another page is served there until this one proves the domain." }),
    records: z.array(
      z.object({ type: z.enum(["CNAME", "TXT"]), name: z.string(), value: z.string(), seen: z.boolean() }),
    ),
  })
  .meta({ id: "PageDomain" });

function presentDomain(view: PageDomain): z.input<typeof pageDomain> {
  return {
    domain: view.domain,
    verified_at: instantOrNull(view.verifiedAt),
    taken: view.isTaken,
    records: view.records.map(({ isSeen, ...record }) => ({ ...record, seen: isSeen })),
  };
}

const tag = "Pages";

export const pageRoutes = [
  route({
    method: "POST",
    path: "/pages",
    tag,
    summary: "Make a status page",
    grant: "write",
    body: pageCreateInput,
    answer: statusPage,
    status: 201,
    async run({ scope, body, now }) {
      const page = await createPage(scope, body, now);
      return { body: present(page), version: page.version, location: `/pages/${page.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/pages",
    tag,
    summary: "List status pages",
    grant: "read",
    query: pageListInput,
    answer: listOf(statusPage),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listPages(scope, query), present) };
    },
  }),
  route({
    method: "GET",
    path: "/pages/{id}",
    tag,
    summary: "Read a status page's settings",
    grant: "read",
    answer: statusPage,
    status: 200,
    async run({ scope, params }) {
      const page = await getPage(scope, params.id);
      return { body: present(page), version: page.version };
    },
  }),
  route({
    method: "PATCH",
    path: "/pages/{id}",
    tag,
    summary: "Change a status page",
    grant: "write",
    body: pagePatchInput,
    answer: statusPage,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const page = await updatePage(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: present(page), version: page.version };
    },
  }),
  route({
    method: "DELETE",
    path: "/pages/{id}",
    tag,
    summary: "Archive a status page; its address is free again",
    grant: "write",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await archivePage(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
  route({
    method: "GET",
    path: "/pages/{id}/domain",
    tag,
    summary: "A page's own domain, and the DNS records that prove it",
    grant: "read",
    answer: pageDomain,
    status: 200,
    async run({ scope, params }) {
      return { body: presentDomain(await getPageDomain(scope, params.id)) };
    },
  }),
  route({
    method: "POST",
    path: "/pages/{id}/domain/verify",
    tag,
    summary: "Look at the domain's DNS records now",
    grant: "write",
    answer: pageDomain,
    status: 200,
    leavesHouse: true,
    async run({ scope, params, now }) {
      return { body: presentDomain(await verifyPageDomain(scope, params.id, now)) };
    },
  }),
];
