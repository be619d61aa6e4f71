import { eq } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { toldStates } from "@/db/schema/told-state";
import type { State } from "@/lib/domain/state";

/** Held until the transaction ends: two workers never tell the same change. */
export async function lockToldStates(tx: TenantTx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`told_states:${tx.organizationId}`}, 0))`;
}

/** By component id. */
export async function readToldStates(tx: TenantTx): Promise<Map<string, State>> {
  const rows = await tx.orm.select().from(toldStates).where(eq(toldStates.organizationId, tx.organizationId));
  return new Map(rows.map(({ componentId, state }) => [componentId, state]));
}

export async function storeToldStates(tx: TenantTx, states: ReadonlyMap<string, State>): Promise<void> {
  await tx.sql`
    insert into told_states (organization_id, component_id, state)
    select ${tx.organizationId}, component_id, state
    from unnest(${[...states.keys()]}::text[], ${[...states.values()]}::text[]) as told (component_id, state)
    on conflict (organization_id, component_id) do update set state = excluded.state`;
}

/** Nobody listens any more: whoever does next begins with what is then. */
export async function forgetToldStates(tx: TenantTx): Promise<void> {
  await tx.orm.delete(toldStates).where(eq(toldStates.organizationId, tx.organizationId));
}
