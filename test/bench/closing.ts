import { inTenant } from "@/db/client";
import type { ObservationDraft } from "@/lib/domain/ledger";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { evaluate } from "@/lib/domain/sla/evaluate";
import type { Vector } from "@/lib/domain/sla/vector";
import type { State } from "@/lib/domain/state";
import { hourMs, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { appendEntries } from "@/lib/operations/ledger";
import { advanceStatements } from "@/lib/operations/statement-work";
import { plainVector } from "../domain/sla/rig";
import { signMany } from "../operations/many-contracts";
import type { Ground } from "./ground";
import { watchMemory } from "./memory";
import { atMost, report, say } from "./report";
import { newComponents, newTenant } from "./seed";

const october = Date.UTC(2026, 9, 1);
const november = Date.UTC(2026, 10, 1);
const closedAt = november + 48 * hourMs;
const [componentsCount, contractsCount, outagesEach] = [1_000, 10_000, 3];

/** What month ends cost: evaluations in memory, and a close of ten thousand contracts over a thousand components. */
export async function closing(ground: Ground): Promise<void> {
  evaluations();
  const sql = await ground.freshDatabase("closing");
  const scope = await newTenant("closing", october);
  say(`Laying ${componentsCount} components with ${outagesEach} outages each ...`);
  const components = await newComponents(scope, componentsCount, october);
  await layOutages(scope, components);
  say(`Signing ${contractsCount} contracts ...`);
  await signMany(sql, scope, { count: contractsCount, components, startsAt: october });
  await advanceStatements(scope, november - 1);
  say("Closing ...");
  const queriesBefore = await transactionsOf(sql);
  const peak = watchMemory();
  const startedAt = performance.now();
  const done = await closeInBulk(scope, { filter: { period: "2026-10" }, dry_run: false }, closedAt);
  const seconds = (performance.now() - startedAt) / secondMs;
  const memory = peak.stop();
  report("month_end_close", seconds, "s", atMost(60), {
    statements: done.done,
    refused: done.refused,
    statements_per_s: Math.round(done.done / seconds),
    transactions: (await transactionsOf(sql)) - queriesBefore,
    live_start_mb: memory.liveStartMb,
    live_peak_mb: memory.livePeakMb,
    live_end_mb: memory.liveEndMb,
    heap_peak_mb: memory.heapPeakMb,
    rss_peak_mb: memory.rssPeakMb,
  });
}

/** A month with 200 outages over 20 components, evaluated again and again. */
function evaluations(): void {
  const vector = busyMonth();
  const until = performance.now() + 3 * secondMs;
  const startedAt = performance.now();
  let count = 0;
  for (; performance.now() < until; count += 1) evaluate(vector);
  report("sla_evaluations", count / ((performance.now() - startedAt) / secondMs), "evaluations/s", null, {
    outages: 200,
    components: 20,
  });
}

function busyMonth(): Vector {
  const plain = plainVector() as unknown as Vector;
  const names = Array.from({ length: 20 }, (_, index) => `component-${index}`);
  const from = Date.UTC(2024, 3, 1);
  const terms = {
    ...plain.contract.terms,
    components: {
      rule: "any_down" as const,
      members: names.map((component) => ({ component, weight: "1" })),
    },
  };
  const ledger = names.flatMap((component, place) =>
    Array.from({ length: 10 }, (_, index) => {
      const start = from + (index * 70 + place * 3) * hourMs;
      return { component, from: start, to: start + 17 * minuteMs, state: "major_outage" as const };
    }),
  );
  return {
    ...plain,
    contract: { ...plain.contract, terms, window: { type: "calendar_month" }, timezone: "UTC" },
    period: { year: 2024, month: 4 },
    ledger,
  };
}

async function layOutages(scope: TenantScope, components: readonly string[]): Promise<void> {
  for (let start = 0; start < components.length; start += 50) {
    const batch = components.slice(start, start + 50);
    const words: [state: "operational" | "major_outage", at: Ms][] = [["operational", october]];
    for (let outage = 0; outage < outagesEach; outage += 1) {
      const at = october + (100 + outage * 150) * hourMs + start * minuteMs;
      words.push(["major_outage", at], ["operational", at + 50 * minuteMs]);
    }
    for (const [state, at] of words)
      await inTenant(scope, (tx) =>
        appendEntries(
          tx,
          batch.map((componentId) => word(scope, componentId, state, at)),
          at,
        ),
      );
  }
}

function word(scope: TenantScope, componentId: string, state: State, at: Ms): ObservationDraft {
  const { organizationId } = scope;
  const source = { type: "monitor" as const, id: "mon_bench" };
  const said = { kind: "observation" as const, source, state, effectiveFrom: at, evidence: null };
  return { organizationId, componentId, recordedAt: at, actor: actorText(scope.actor), ...said };
}

type Sql = Awaited<ReturnType<Ground["freshDatabase"]>>;

async function transactionsOf(sql: Sql): Promise<number> {
  const [row] =
    await sql`select sum(xact_commit)::int as count from pg_stat_database where datname = current_database()`;
  return Number(row?.count ?? 0);
}
