import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Grant, Role } from "@/lib/domain/permission";
import { ms, organizationId, version } from "./columns";

/** Global: the tenants themselves. */
export const organizations = pgTable("organizations", {
  id: text().primaryKey(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  createdAt: ms().notNull(),
  version: version(),
});

/** Global: people. `email` is lower-cased before it gets here. */
export const users = pgTable("users", {
  id: text().primaryKey(),
  email: text().notNull().unique(),
  name: text(),
  emailVerifiedAt: ms(),
  createdAt: ms().notNull(),
});

/** Global: browser sessions, found by the SHA-256 of their token (RULES R8.3). */
export const sessions = pgTable(
  "sessions",
  {
    tokenHash: text().primaryKey(),
    userId: text().notNull(),
    expiresAt: ms().notNull(),
  },
  (table) => [index().on(table.userId), index().on(table.expiresAt)],
);

/** Global: one-time sign-in links, by hash. */
export const verificationTokens = pgTable(
  "verification_tokens",
  {
    identifier: text().notNull(),
    tokenHash: text().notNull(),
    expiresAt: ms().notNull(),
  },
  (table) => [primaryKey({ columns: [table.identifier, table.tokenHash] })],
);

/** Global: who belongs where. */
export const memberships = pgTable(
  "memberships",
  {
    organizationId: organizationId(),
    userId: text().notNull(),
    role: text().$type<Role>().notNull(),
    createdAt: ms().notNull(),
    version: version(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] }), index().on(table.userId)],
);

/** Global: which tenant a presented secret belongs to, known only by its hash. */
export const tokenIndex = pgTable("token_index", {
  tokenHash: text().primaryKey(),
  kind: text().$type<"api_key" | "beat" | "invitation">().notNull(),
  organizationId: organizationId(),
  objectId: text().notNull(),
});

export const invitations = pgTable(
  "invitations",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    email: text().notNull(),
    role: text().$type<Role>().notNull(),
    tokenHash: text().notNull(),
    invitedBy: text().notNull(),
    createdAt: ms().notNull(),
    expiresAt: ms().notNull(),
    acceptedAt: ms(),
    revokedAt: ms(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.tokenHash),
    uniqueIndex("invitations_one_open")
      .on(table.organizationId, table.email)
      .where(sql`accepted_at is null and revoked_at is null`),
  ],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    organizationId: organizationId(),
    id: text().notNull(),
    name: text().notNull(),
    tokenHash: text().notNull(),
    hint: text().notNull(),
    grants: text().array().$type<Grant[]>().notNull(),
    createdBy: text().notNull(),
    createdAt: ms().notNull(),
    expiresAt: ms(),
    revokedAt: ms(),
    lastUsedAt: ms(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex().on(table.organizationId, table.tokenHash),
  ],
);
