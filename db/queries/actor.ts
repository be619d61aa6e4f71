import type { TenantTx } from "@/db/client";

/**
 * Names of those who acted, by the opaque text that is kept of them: members of this organization by address, its API
 * keys by name. Who has left has none.
 */
export async function actorNames(tx: TenantTx, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(actors)].map((actor) => actor.split(":")[1] ?? "").filter((id) => id !== "");
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<{ actor: string; name: string }[]>`
    select 'user:' || u.id as actor, u.email as name from memberships m join users u on u.id = m.user_id
    where m.organization_id = ${tx.organizationId} and u.id = any(${ids}::text[])
    union all
    select 'api_key:' || id, 'key ' || name from api_keys
    where organization_id = ${tx.organizationId} and id = any(${ids}::text[])`;
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}
