import { inTenant } from "@/db/client";
import { listProbeProcesses, listRegionWork } from "@/db/queries/probe";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import { type ListProbesInput, type ProbeRegion, probeRegion } from "@/lib/domain/probe-health";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";

/** Regions by name, each with how it does and the probes that run it. */
export function listProbeRegions(
  scope: TenantScope,
  input: ListProbesInput,
  now: Ms,
): Promise<Page<ProbeRegion>> {
  permit(scope, "read");
  const after = input.cursor === undefined ? "" : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const work = await listRegionWork(tx, { q: input.q, after, limit: input.limit + 1 }, now);
    const processes = await listProbeProcesses(
      tx,
      work.map(({ region }) => region),
    );
    const own = Map.groupBy(processes, ({ region }) => region);
    const regions = work.map((each) => probeRegion(each, own.get(each.region) ?? [], now));
    return pageOf(regions, input.limit, ({ region }) => [region]);
  });
}
