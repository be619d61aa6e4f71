import { afterAll, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { triggerWords } from "@/lib/domain/chronic-words";
import { kindWords } from "@/lib/domain/statement-words";
import { hourMs, minuteMs } from "@/lib/domain/time";
import { uptimeOf } from "@/lib/domain/uptime";
import { serviceFigures } from "@/lib/domain/warning";
import { closeStatement } from "@/lib/operations/closing";
import { correctLedger } from "@/lib/operations/correction";
import { readStatementSheet } from "@/lib/operations/statement-sheet";
import { readTimeline } from "@/lib/operations/timeline";
import { catalogs } from "@/lib/render/told/say";
import { signed, statementsOf, termsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says, start } from "./ledger-rig";

afterAll(closeDatabase);

const at = (hours: number, minutes = 0) => start + hours * hourMs + minutes * minuteMs;
const later = day(40);

/**
 * One October in which every reading of "down" differs: an hour degraded; two hours partly out, which the contract
 * counts by half; an hour out that was force majeure; five minutes out, too short to count; an hour out under announced
 * maintenance of two; an hour without data; half an hour out.
 */
async function october() {
  const scope = newScope();
  const id = await newComponent(scope);
  const plan = { announcedAt: start, plannedFrom: at(50), plannedTo: at(52) };
  const source = { type: "maintenance", id: "mnt_1" } as const;
  const work = { componentId: id, kind: "observation", source, ...plan } as const;
  await append(
    scope,
    [
      says(id, "operational", at(0)),
      says(id, "degraded_performance", at(10)),
      says(id, "operational", at(11)),
      says(id, "partial_outage", at(20)),
      says(id, "operational", at(22)),
      says(id, "major_outage", at(30)),
      says(id, "operational", at(31)),
      says(id, "major_outage", at(40)),
      says(id, "operational", at(40, 5)),
      { ...work, state: "under_maintenance", effectiveFrom: at(50) },
      { ...work, state: "operational", effectiveFrom: at(52) },
      says(id, "major_outage", at(50)),
      says(id, "operational", at(51)),
      says(id, "unknown", at(60)),
      says(id, "operational", at(61)),
      says(id, "major_outage", at(70)),
      says(id, "operational", at(70, 30)),
    ],
    at(71),
  );
  const excused = { component_id: id, from: at(30), to: at(31), cause: "force_majeure" } as const;
  await correctLedger(scope, { ...excused, reason: "The flood.", dry_run: false }, at(72));
  const terms = termsOf(id, {
    state_factors: { operational: "0", degraded_performance: "0", partial_outage: "0.5", major_outage: "1" },
    unknown: { policy: "excluded", max_percent: null },
    min_outage: { seconds: 600, op: ">=", mode: "threshold", scope: "full_outage" },
    maintenance: {
      ...{ exclude: true, notice_seconds: 0, cap_seconds: null, cap_scope: "period" },
      unqualified_state: "operational",
    },
  });
  const { contract } = await signed(scope, id, { startsAt: start, now: later, terms });
  const [statement] = await statementsOf(scope, contract.id, later);
  await closeStatement(scope, statement?.id ?? "", later);
  return { scope, id, statementId: statement?.id ?? "" };
}

it("one month, every figure under its own word: down, downtime, outage", async () => {
  const { scope, id, statementId } = await october();
  const window = { from: start, to: day(31) };
  const timeline = await readTimeline(scope, { component_id: id, ...window, basis: "worst" }, later);
  const { view, evidence, arithmetic } = await readStatementSheet(scope, statementId, later);
  const { result } = view;
  const line = (label: string) =>
    arithmetic.find((each) => each.label === label)?.value.replace("\u00a0", " ");

  // Down: what a component's timeline shows; causes, weights and lengths do not matter, maintenance leaves it.
  expect(timeline.uptime).toMatchObject({
    downtimeMs: (2 + 1 + 0.5) * hourMs + 5 * minuteMs,
    maintenanceMs: 2 * hourMs,
    unknownMs: hourMs,
  });
  expect(uptimeOf(timeline.totalsMs).downMs).toBe(12_900_000);

  // Downtime: what the contract counts, each second by its share.
  expect(result).toMatchObject({ downtime_seconds: 5_400, excluded_seconds: 14_400, unknown_seconds: 3_600 });
  expect([line("Downtime"), line("Excluded")]).toEqual(["5,400 s", "14,400 s"]);
  expect(evidence.reduce((sum, row) => sum + row.countedMs, 0)).toBe(5_400_000);
  expect(kindWords.downtime).toBe("Downtime");
  const judged = { service: "Checkout", targetPercent: "99.9", currency: "EUR", budgetConsumed: null };
  expect(serviceFigures({ ...judged, result }, false).downtimeMs).toBe(5_400_000);

  // Outage: how long something lasted, whatever share of it was down.
  expect(result?.ops).toMatchObject({
    incidents: 2,
    longest_outage_seconds: 7_200,
    outage_wall_seconds: 9_000,
  });
  expect(triggerWords({ kind: "outages", count: 1, min_seconds: 600, rolling_days: 30 })).toContain("outage");
  expect(triggerWords({ kind: "downtime_over", seconds: 600, per: "period" })).toContain("of downtime");
});

it("no language calls what a page was down by the word for what a contract counts", () => {
  for (const [language, words] of Object.entries(catalogs)) {
    expect(words.row_down, language).not.toBe(words.row_downtime);
    expect(words.row_downtime, language).not.toContain(words.row_down);
  }
});
