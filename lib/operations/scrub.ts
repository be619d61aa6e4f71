import { inTenant } from "@/db/client";
import { saveScrubs } from "@/db/queries/scrub";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { type VerifyView, verifyLedger } from "./verify";

/** In the place of a component's id, for what was found of the checkpoints themselves. */
const checkpointsRow = "checkpoints";

/** Verifies every chain of the organization and keeps what was found per component, for people to see. */
export async function scrubLedger(scope: TenantScope, now: Ms): Promise<VerifyView> {
  permit(scope, "admin");
  const view = await verifyLedger(scope, {}, now);
  const rows = view.components.map(({ componentId, entries, firstBadSeq, finding }) => ({
    ...{ componentId, scrubbedAt: now, entries, firstBadSeq, finding },
  }));
  const { checkpoint } = view;
  if (checkpoint !== null) {
    const { seq, finding } = checkpoint;
    rows.push({ componentId: checkpointsRow, scrubbedAt: now, entries: seq, firstBadSeq: null, finding });
  }
  await inTenant(scope, (tx) => saveScrubs(tx, rows));
  return view;
}
