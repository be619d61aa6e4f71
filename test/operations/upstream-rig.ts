import { parseInput } from "@/lib/domain/complaint";
import { dayMs, formatInstant, minuteMs } from "@/lib/domain/time";
import { upstreamContractInput } from "@/lib/domain/upstream";
import { createUpstreamContract } from "@/lib/operations/upstream-contracts";
import { termsOf } from "./contract-rig";
import { append, newComponent, newScope, says, start } from "./ledger-rig";
import { dependOn, hear, incident, newAddress, read, reading } from "./provider-rig";

export const november = start + 31 * dayMs;
export const mayAssess = november + 2 * dayMs;
export const all = { limit: 50 };

/** October at a provider that failed for two hours of it, by our own monitor, and told of it 20 minutes late. */
export async function october(scope = newScope()) {
  const componentId = await newComponent(scope);
  const { provider } = await dependOn(scope, componentId, newAddress(), { remote_component: "API" }, start);
  await hear(scope, provider.sourceId, read(reading("operational", { API: "operational" })), start);
  await append(scope, [says(componentId, "operational", start)], start);
  const failed = start + 10 * dayMs;
  await append(scope, [says(componentId, "major_outage", failed)], failed);
  const told = reading("major_outage", { API: "major_outage" }, { openIncidents: [incident("i", failed)] });
  await hear(scope, provider.sourceId, read(told), failed + 20 * minuteMs);
  await append(scope, [says(componentId, "operational", failed + 120 * minuteMs)], failed + 121 * minuteMs);
  const input = parseInput(upstreamContractInput, {
    source_id: provider.sourceId,
    provider_name: "Fake",
    name: "Compute SLA",
    timezone: "UTC",
    starts_at: formatInstant(start),
    window: { type: "calendar_month" },
    fees: { currency: "EUR", amount_minor: 100_000 },
    terms: termsOf(componentId),
  });
  const contract = await createUpstreamContract(scope, input, start);
  return { scope, componentId, contract };
}
