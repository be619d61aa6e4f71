import { listApiKeysInput } from "@/lib/domain/api-key";
import { listMembersInput } from "@/lib/domain/member";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { listApiKeys } from "@/lib/operations/api-keys";
import { listMembers } from "@/lib/operations/members";

/** Names of those who can act, by the opaque text the audit log keeps of them (`user:usr_…`, `api_key:key_…`). */
export type ActorNames = ReadonlyMap<string, string>;

/** Members by address and keys by name: the newest 200 of each. Needs the grant `admin`. */
export async function loadActorNames(scope: TenantScope, now: Ms): Promise<ActorNames> {
  const [members, keys] = await Promise.all([
    listMembers(scope, listMembersInput.parse({ limit: 200 })),
    listApiKeys(scope, listApiKeysInput.parse({ limit: 200 }), now),
  ]);
  return new Map([
    ...members.items.map(({ id, email }) => [`user:${id}`, email] as const),
    ...keys.items.map(({ id, name }) => [`api_key:${id}`, `key ${name}`] as const),
  ]);
}

const systems: Readonly<Record<string, string>> = { system: "Probity", probe: "a probe" };

/** The name of an actor; who has left or cannot be named goes by their opaque id. */
export function actorName(names: ActorNames, actor: string): string {
  const [kind = "", id = ""] = actor.split(":");
  return names.get(actor) ?? (systems[kind] ? `${systems[kind]} (${id})` : id || actor);
}
