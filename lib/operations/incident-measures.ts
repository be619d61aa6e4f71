import { inTenant } from "@/db/client";
import { listMeasured } from "@/db/queries/incident-measure";
import { listSimilar } from "@/db/queries/incident-outage";
import { assert } from "@/lib/domain/errors";
import {
  isRepeat,
  type MeasuredIncident,
  type Measures,
  measuresOf,
  type QuarterMeasures,
  quarterMeasures,
  quarterNameAt,
  quarterOf,
  repeatWithinMs,
} from "@/lib/domain/incident-measure";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";

export type QuarterView = QuarterMeasures & {
  quarter: string;
  list: readonly (Measures & { id: string; title: string; startedAt: Ms; isRepeat: boolean })[];
};

/** A quarter's incidents in figures, newest first in the list. */
export function readQuarter(
  scope: TenantScope,
  input: { quarter?: string | undefined },
  now: Ms,
): Promise<QuarterView> {
  permit(scope, "read");
  const quarter = input.quarter ?? quarterNameAt(now);
  const window = quarterOf(quarter);
  assert(window, "the schema has read the quarter");
  return inTenant(scope, async (tx) => {
    const all = await listMeasured(tx, { from: window.from - repeatWithinMs, to: window.to });
    const own = all.filter(({ startedAt }) => startedAt >= window.from);
    const shown = (each: MeasuredIncident) => {
      const { id, title, startedAt } = each;
      return { id, title, startedAt, ...measuresOf(each), isRepeat: isRepeat(each, all) };
    };
    return { quarter, ...quarterMeasures(window, all), list: own.map(shown).reverse() };
  });
}

/** So many earlier incidents are shown. */
const similarMax = 10;

export type SimilarIncident = Awaited<ReturnType<typeof listSimilar>>[number];

/** One incident's measures (null while it is a draft), and earlier ones that failed alike. */
export function readIncidentMeasures(
  scope: TenantScope,
  id: string,
): Promise<{ measures: Measures | null; similar: SimilarIncident[] }> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const [measured] = await listMeasured(tx, { from: 0, to: Number.MAX_SAFE_INTEGER }, id);
    return {
      measures: measured ? measuresOf(measured) : null,
      similar: await listSimilar(tx, id, similarMax),
    };
  });
}
