import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Locale, OverallRule, PageComponent } from "@/lib/domain/page";
import type { PageAccess, PageGate } from "@/lib/domain/page-access";
import type { PageTheme } from "@/lib/domain/page-theme";
import type { Basis } from "@/lib/domain/state";
import { bytes, ms, organizationId, version } from "./columns";

export const pages = pgTable(
  "pages",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    slug: text().notNull(),
    name: text().notNull(),
    domain: text(),
    basis: text().$type<Basis>().notNull().default("worst"),
    timezone: text().notNull().default("UTC"),
    /** null shows every component of the organization, in its own order. */
    components: jsonb().$type<PageComponent[]>(),
    access: jsonb().$type<PageAccess>().notNull(),
    customerLayer: boolean().notNull().default(false),
    gateEpoch: bigint({ mode: "number" }).notNull().default(1),
    theme: jsonb().$type<PageTheme>().notNull(),
    /** How many days of bars are shown. */
    days: integer().$type<30 | 60 | 90>().notNull().default(90),
    overall: text().$type<OverallRule>().notNull().default("share"),
    locales: text().array().$type<Locale[]>().notNull(),
    createdAt: ms().notNull(),
    updatedAt: ms().notNull(),
    archivedAt: ms(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
);

/** Global: which page answers at a slug (`slug:demo`) or a host (`host:status.example.com`). */
export const pageAddresses = pgTable(
  "page_addresses",
  {
    address: text().primaryKey(),
    organizationId: organizationId(),
    pageId: text().notNull(),
    verifiedAt: ms(),
  },
  (table) => [index().on(table.pageId)],
);

/** The ready bytes of one representation of a page, fresh and as they read once they are old. */
export const publications = pgTable(
  "publications",
  {
    organizationId: organizationId(),
    pageId: text().notNull(),
    /** "/" or "/api/v2/summary.json", plus "?lang=de" where a locale makes other bytes. */
    path: text().notNull(),
    version: bigint({ mode: "number" }).notNull(),
    contentType: text().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    etag: text().notNull(),
    publishedAt: ms().notNull(),
    body: bytes().notNull(),
    bodyGzip: bytes().notNull(),
    bodyBrotli: bytes().notNull(),
    staleBody: bytes(),
    staleGzip: bytes(),
    staleBrotli: bytes(),
    staleEtag: text(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.pageId, table.path] })],
);

/** Global: what web processes poll once a second to learn which pages have new bytes (RULES R6.2). */
export const publicationVersions = pgTable(
  "publication_versions",
  {
    pageId: text().primaryKey(),
    organizationId: organizationId(),
    version: bigint({ mode: "number" }).notNull(),
    publishedAt: ms().notNull(),
    /** When this row last changed: a gate may change without new bytes. */
    changedAt: ms().notNull(),
    renewAt: ms().notNull(),
    withdrawn: boolean().notNull().default(false),
    /** Who may read it, for the processes that let them in. */
    gate: jsonb().$type<PageGate>().notNull(),
  },
  (table) => [index().on(table.renewAt), index().on(table.changedAt)],
);

/** A link mailed to somebody who may read a private page; it opens the gate once. */
export const pageLinks = pgTable(
  "page_links",
  {
    organizationId: organizationId(),
    tokenHash: text().notNull(),
    pageId: text().notNull(),
    audience: text().notNull(),
    expiresAt: ms().notNull(),
    usedAt: ms(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.tokenHash] })],
);
