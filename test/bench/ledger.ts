import { inTenant } from "@/db/client";
import type { ObservationDraft } from "@/lib/domain/ledger";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { secondMs } from "@/lib/domain/time";
import { appendEntries } from "@/lib/operations/ledger";
import type { Ground } from "./ground";
import { report, say } from "./report";
import { newComponents, newTenant } from "./seed";

const forMs = 4 * secondMs;

/** Appends as verdicts make them: locked head, hash, day totals, request for a publication, one durable commit. */
export async function ledger(ground: Ground): Promise<void> {
  await ground.freshDatabase("ledger");
  const now = Date.now();
  const scope = await newTenant("ledger", now);
  const chains = await newComponents(scope, 50, now);
  const cost = async (bench: string, lanes: readonly Lane[]) => {
    say(`${bench} ...`);
    const before = ground.postgresCpuSeconds();
    const startedAt = performance.now();
    const counts = await Promise.all(lanes.map((lane) => appendFor(lane)));
    const entries = counts.reduce((sum, count) => sum + count, 0);
    const seconds = (performance.now() - startedAt) / secondMs;
    const cpu = (ground.postgresCpuSeconds() ?? Number.NaN) - (before ?? Number.NaN);
    const postgresS = Number.isNaN(cpu) ? null : cpu / (entries / 1_000);
    report(bench, entries / seconds, "entries/s", null, { entries, postgres_cpu_s_per_1000: postgresS });
  };
  await cost("ledger_one_chain", [{ scope, chains: chains.slice(0, 1) }]);
  await cost(
    "ledger_8_chains",
    chains.slice(0, 8).map((id) => ({ scope, chains: [id] })),
  );
  const tenants = await Promise.all(
    Array.from({ length: 8 }, (_, index) => newTenant(`tenant-${index}`, now)),
  );
  const lanes = tenants.map(async (each) => ({ scope: each, chains: await newComponents(each, 1, now) }));
  await cost("ledger_8_tenants", await Promise.all(lanes));
  await cost("ledger_batches_of_50", [{ scope, chains }]);
}

/** One writer: in each transaction one entry for each of its chains. */
type Lane = { scope: TenantScope; chains: readonly string[] };

async function appendFor({ scope, chains }: Lane): Promise<number> {
  const endAt = performance.now() + forMs;
  let entries = 0;
  for (let turn = 0; performance.now() < endAt; turn += 1) {
    const now = Date.now();
    const drafts = chains.map((componentId) => word(scope, componentId, turn, now));
    await inTenant(scope, (tx) => appendEntries(tx, drafts, now));
    entries += drafts.length;
  }
  return entries;
}

function word(scope: TenantScope, componentId: string, turn: number, now: number): ObservationDraft {
  return {
    organizationId: scope.organizationId,
    componentId,
    recordedAt: now,
    actor: actorText(scope.actor),
    kind: "observation",
    source: { type: "monitor", id: "mon_bench" },
    state: turn % 2 === 0 ? "major_outage" : "operational",
    effectiveFrom: now,
    evidence: null,
  };
}
