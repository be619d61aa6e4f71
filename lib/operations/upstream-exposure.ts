import { inTenant } from "@/db/client";
import { creditsByMonth, listClaims } from "@/db/queries/upstream";
import { permit } from "@/lib/domain/permission";
import { accuracyWindow } from "@/lib/domain/provider-accuracy";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, utcDate } from "@/lib/domain/time";
import { type Exposure, exposureOf, owedByClaim } from "@/lib/domain/upstream";

const monthsShown = 24;
const claimsMax = 5_000;

/** Month by month and currency by currency: credits that providers owe us against credits that we owe customers. */
export function readExposure(scope: TenantScope, now: Ms): Promise<Exposure[]> {
  permit(scope, "finance");
  const since = utcDate(accuracyWindow(now, monthsShown).from).slice(0, 7);
  return inTenant(scope, async (tx) => {
    const claims = await listClaims(
      tx,
      { limit: claimsMax, after: null },
      { contractId: null, status: null },
      now,
    );
    const owed = claims
      .filter((claim) => claim.month >= since)
      .map((claim) => ({ month: claim.month, currency: claim.currency, minor: owedByClaim(claim, now) }));
    return exposureOf(owed, await creditsByMonth(tx, since));
  });
}
