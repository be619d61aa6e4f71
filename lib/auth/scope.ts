import { expandGrants, type Grant, grantsFor, type Role } from "@/lib/domain/permission";
import type { Actor, EngineScope, PageScope, TenantScope } from "@/lib/domain/scope";

/** A member acting through a browser session. The caller has verified the membership. */
export function memberScope(organizationId: string, userId: string, role: Role): TenantScope {
  return mint({ organizationId, actor: { type: "user", id: userId }, grants: grantsFor(role), role });
}

/** A client acting through an API key. The caller has verified the key, its expiry and its revocation. */
export function keyScope(organizationId: string, keyId: string, grants: readonly Grant[]): TenantScope {
  return mint({
    organizationId,
    actor: { type: "api_key", id: keyId },
    grants: expandGrants(grants),
    role: null,
  });
}

/** A job of ours inside the organization its row names. `job` tells the audit log and the ledger which one. */
export function systemScope(organizationId: string, job: string): TenantScope {
  const grants = expandGrants(["admin", "finance"]);
  return mint({ organizationId, actor: { type: "system", id: job }, grants, role: null });
}

/** The worker's loops across tenants. */
export function engineScope(): EngineScope {
  return {} as EngineScope;
}

/** A viewer who passed the page's gate. */
export function pageScope(organizationId: string, pageId: string): PageScope {
  return { organizationId, pageId } as PageScope;
}

/** Whoever reads what a page shows to everybody; may read and nothing else. The caller has checked what is shown. */
export function publicReaderScope({ organizationId, pageId }: PageScope): TenantScope {
  const actor: Actor = { type: "system", id: `page:${pageId}` };
  return mint({ organizationId, actor, grants: new Set(["read"]), role: null });
}

type Minted = { organizationId: string; actor: Actor; grants: ReadonlySet<Grant>; role: Role | null };

function mint(scope: Minted): TenantScope {
  return scope as TenantScope;
}
