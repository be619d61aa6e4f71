import { parseInput } from "@/lib/domain/complaint";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { upstreamContractInput } from "@/lib/domain/upstream";
import { plainTerms } from "@/lib/domain/upstream-terms";
import { createUpstreamContract } from "@/lib/operations/upstream-contracts";
import { demoZone, monthStart } from "./seed-agreements";

/** What the demo's third party promises to what stands on it: the last months are assessed from the demo's history. */
export async function promisedByProvider(
  scope: TenantScope,
  sourceId: string,
  componentId: string,
  now: Ms,
): Promise<void> {
  const input = parseInput(upstreamContractInput, {
    source_id: sourceId,
    provider_name: "Cardhouse",
    name: "Card processing SLA",
    timezone: demoZone,
    starts_at: formatInstant(monthStart(now, 3)),
    window: { type: "calendar_month" },
    fees: { currency: "EUR", amount_minor: 240_000 },
    terms: plainTerms({ componentId, target: "99.95", tiers: "99.95 10\n99 25" }),
    claim_days: 45,
  });
  await createUpstreamContract(scope, input, now);
}
