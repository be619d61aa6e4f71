import { inTenant } from "@/db/client";
import { listStandings } from "@/db/queries/incident-outage";
import { forgetToldStates, lockToldStates, readToldStates, storeToldStates } from "@/db/queries/told-state";
import { webhooksListening } from "@/db/queries/webhook";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { type NewEvent, sendEvents } from "./events";
import { currentStates } from "./timeline";

const type = "component.state_changed";

/**
 * Job: tells webhooks which components have another worst state than they last knew, one event for each, however often
 * it changed in between. A component met for the first time is only remembered: it has not changed.
 */
export function tellStates(scope: TenantScope, now: Ms): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const listening = await webhooksListening(tx, type);
    if (listening.length === 0) return forgetToldStates(tx);
    await lockToldStates(tx);
    const told = await readToldStates(tx);
    const components = await listStandings(tx);
    const states = await currentStates(
      tx,
      components.map(({ id }) => id),
      now,
    );
    const events = components.flatMap(({ id, name }): NewEvent[] => {
      const [before, after] = [told.get(id), states.get(id)];
      if (before === undefined || after === undefined || before === after.state) return [];
      const since = after.since === null ? null : formatInstant(after.since);
      return [{ type, data: { id, name, state: after.state, previous_state: before, since } }];
    });
    await sendEvents(tx, events, listening, now);
    const other = [...states].filter(([id, { state }]) => told.get(id) !== state);
    await storeToldStates(tx, new Map(other.map(([id, { state }]) => [id, state])));
  });
}
