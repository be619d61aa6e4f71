import { inTenant } from "@/db/client";
import { lockStandings, type StandingRow } from "@/db/queries/standing";
import type { ProbeReportInput } from "@/lib/domain/probe-report";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { isSteady } from "@/lib/domain/verdict";
import { isLate, type LateEvidence, reviseMonitors } from "./hindsight";
import { settleMonitors } from "./verdicts";

type Reported = ProbeReportInput["outcomes"][number];
/** What one report says of one monitor. */
type Told = { monitorId: string; region: string; outcomes: readonly Reported[] };

/**
 * Believes stored outcomes of one region by the rules: a second look at what the fold went on without, then a verdict
 * where there may be another. `open` are the monitors of which even an answer in time is news. By what was reported,
 * not by what was new: a report repeated after a crash finds its revision still to be made.
 */
export async function judgeReport(
  scope: TenantScope,
  { region, outcomes }: ProbeReportInput,
  open: ReadonlySet<string>,
  now: Ms,
): Promise<void> {
  const counted = Map.groupBy(
    outcomes.filter((each) => !each.suspect),
    (each) => each.monitor_id,
  );
  const told = [...counted].map(([monitorId, own]) => ({ monitorId, region, outcomes: own }));
  if (told.length === 0) return;
  const { late, moved } = await inTenant(scope, async (tx) => {
    const rows = await lockStandings(tx, [...counted.keys()]);
    return sorted(new Map(rows.map((row) => [row.monitorId, row])), told, open, now);
  });
  await reviseMonitors(scope, late, now);
  await settleMonitors(scope, moved, now);
}

/** Judged with the verdicts locked: whoever settled them before the outcomes were stored has written where they got to. */
function sorted(
  rows: ReadonlyMap<string, StandingRow>,
  told: readonly Told[],
  open: ReadonlySet<string>,
  now: Ms,
): { late: LateEvidence[]; moved: string[] } {
  const late: LateEvidence[] = [];
  const moved: string[] = [];
  for (const each of told) {
    const row = rows.get(each.monitorId);
    if (!row?.regions.includes(each.region)) continue;
    const evidence = evidenceOf(each);
    const isTooLate = isLate(row, evidence, now);
    if (isTooLate) late.push(evidence);
    if (isTooLate || open.has(each.monitorId) || isNews(row, each)) moved.push(each.monitorId);
  }
  return { late, moved };
}

/** The monitor's first run of the report. */
function evidenceOf({ monitorId, region, outcomes }: Told): LateEvidence {
  return { monitorId, region, from: Math.min(...outcomes.map((each) => each.started_at)) };
}

/** Another "up" of a steady region changes nothing but when it was last seen, and that is told from what is stored. */
function isNews(row: StandingRow, { region, outcomes }: Told): boolean {
  const known = row.memory[region];
  if (known === undefined || !isSteady(known)) return true;
  return outcomes.some((each) => each.verdict !== "up");
}
