import type { TenantTx } from "@/db/client";
import type { OutageGroup } from "@/lib/domain/outage-group";
import type { Ms } from "@/lib/domain/time";

/** Alerts the organization's own people: one message for one cause. */
export async function alertStaff(_tx: TenantTx, _groups: readonly OutageGroup[], _now: Ms): Promise<void> {}
