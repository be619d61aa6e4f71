import { headOf, sealEntry, verifyChain } from "@/lib/domain/chain";
import type { ChainHead, EntryDraft, LedgerEntry } from "@/lib/domain/ledger";
import { dayMs, type Ms, minuteMs } from "@/lib/domain/time";
import { foldTimeline } from "@/lib/domain/timeline";
import { totalsByUtcDay } from "@/lib/domain/uptime";
import { median, report } from "./report";

const entryCount = 10_000;
const spanMs = 3 * 365 * dayMs;
const start: Ms = Date.UTC(2023, 10, 21);
const repetitions = 7;

/** Pure work on one chain of three years: about nine entries a day, of three monitors, with evidence. */
export async function fold(): Promise<void> {
  const drafts = threeYears();
  const sealing = timed(() => sealAll(drafts));
  const entries = sealing.result;
  const microseconds = (ms: number) => (ms / entryCount) * 1_000;
  report("ledger_seal", microseconds(sealing.ms), "us/entry", null, { entries: entryCount });
  report("ledger_verify", microseconds(timed(() => verifyChain(entries)).ms), "us/entry", null);
  const window = { from: start, to: start + spanMs };
  const folding = timed(() => foldTimeline({ entries, basis: "worst", ...window }));
  const segments = folding.result.length;
  report("fold_3_years", folding.ms, "ms", null, { entries: entryCount, segments });
  report("fold_3_years_days", timed(() => totalsByUtcDay(folding.result)).ms, "ms", null);
}

function threeYears(): EntryDraft[] {
  return Array.from({ length: entryCount }, (_, index) => {
    const at = start + Math.floor((index * spanMs) / entryCount);
    const down = index % 2 === 0;
    const failure = down ? "connect_refused" : null;
    const outcome = { startedAt: at, region: "local", ok: !down, failure, httpStatus: null, totalMs: 12 };
    return {
      organizationId: "org_bench",
      componentId: "cmp_bench",
      recordedAt: at + minuteMs,
      actor: "system:checks",
      kind: "observation",
      source: { type: "monitor", id: `mon_${Math.floor(index / 2) % 3}` },
      state: down ? "major_outage" : "operational",
      effectiveFrom: at,
      evidence: [outcome, { ...outcome, startedAt: at + 10_000 }],
    };
  });
}

function sealAll(drafts: readonly EntryDraft[]): LedgerEntry[] {
  let head: ChainHead | null = null;
  return drafts.map((draft) => {
    const entry: LedgerEntry = sealEntry(draft, head);
    head = headOf(entry);
    return entry;
  });
}

/** The work's result and the median of a few repetitions, after one to warm up. */
function timed<T>(work: () => T): { result: T; ms: number } {
  let result = work();
  const times = Array.from({ length: repetitions }, () => {
    const startedAt = performance.now();
    result = work();
    return performance.now() - startedAt;
  });
  return { result, ms: median(times) };
}
