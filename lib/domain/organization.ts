import { z } from "zod";
import { addressInput } from "./address";
import { nameInput } from "./input";
import type { Ms } from "./time";

/** First words of paths that are ours; an organization lives at `/{slug}`. */
const reservedSlugs: ReadonlySet<string> = new Set([
  ...["api", "assets", "admin", "app", "about", "blog", "docs", "demo-target", "embed", "error", "favicon"],
  ...["healthz", "help", "invitations", "legal", "login", "logout", "metrics", "new", "organizations"],
  ...["outbox", "platform", "pricing", "privacy", "probity", "public", "readyz", "security", "settings"],
  ...["sign-in", "sign-out", "sign-up", "signin", "signout", "signup", "static", "status", "subscription"],
  ...["support", "terms", "verify", "welcome", "www"],
]);

export const slugInput = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    "must be 1 to 40 lower-case letters, digits and hyphens, with a letter or digit at both ends",
  )
  .refine((slug) => !reservedSlugs.has(slug), "is a word of ours; choose another")
  .meta({ example: "acme" });

export const createOrganizationInput = z.strictObject({
  slug: slugInput,
  name: nameInput,
  owner: addressInput,
});
export type CreateOrganizationInput = z.output<typeof createOrganizationInput>;

export const updateOrganizationInput = z.strictObject({ name: nameInput });
export type UpdateOrganizationInput = z.output<typeof updateOrganizationInput>;

export type Organization = { id: string; slug: string; name: string; createdAt: Ms; version: number };

/**
 * The tenant of mail that concerns a person and no organization yet, such as sign-in links. It has no row in
 * `organizations`, so it has no members, no slug and no pages; only notices, deliveries and rate limits carry it.
 */
export const platformOrganizationId = "org_platform";
