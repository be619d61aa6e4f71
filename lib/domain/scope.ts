import type { Grant, Role } from "./permission";

/** Who acts. Carried into every write and every audit row. */
export type Actor =
  | { type: "user"; id: string }
  | { type: "api_key"; id: string }
  | { type: "system"; id: string }
  | { type: "probe"; id: string };

declare const minted: unique symbol;

/**
 * Proof that somebody may act inside one organization. Only `lib/auth` mints it (law 3); every query of tenant
 * data takes one first, and the database transaction it opens is bound to its organization.
 */
export type TenantScope = {
  readonly [minted]: "tenant";
  readonly organizationId: string;
  readonly actor: Actor;
  readonly grants: ReadonlySet<Grant>;
  readonly role: Role | null;
};

/** Proof that somebody may read one status page. */
export type PageScope = {
  readonly [minted]: "page";
  readonly organizationId: string;
  readonly pageId: string;
};

/** Work of the engine across tenants: schedules, outcomes, rollups, deliveries, publications (RULES R8.1). */
export type EngineScope = { readonly [minted]: "engine" };

/** The opaque text the ledger and the audit log keep of an actor: `user:usr_…`. */
export function actorText(actor: Actor): string {
  return `${actor.type}:${actor.id}`;
}
