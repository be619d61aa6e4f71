import type { Composition, LedgerEntry } from "@/lib/domain/ledger";
import type { Basis, SourceState, State } from "@/lib/domain/state";

/**
 * RULES R1 read aloud for one instant, as slowly and as plainly as possible: an independent second opinion on the
 * fold. It shares nothing with it but the types.
 */
export type OracleRow = { who: string; state: SourceState; cause: string | null; ratio: string | null };
export type Truth = { state: State; observed: SourceState; rows: OracleRow[] };
export type Cut = { asOf?: number | undefined; headSeq?: number | undefined };
type MemberTruth = { state: State; observed: SourceState };

const order: SourceState[] = ["operational", "degraded_performance", "partial_outage", "major_outage"];

function holds(entry: LedgerEntry, t: number): boolean {
  return entry.effectiveFrom <= t && (entry.effectiveTo === null || t < entry.effectiveTo);
}

function worst(words: readonly SourceState[]): SourceState {
  for (const state of order.toReversed()) if (words.includes(state)) return state;
  return "unknown";
}

/** The k-th best: the least bad state that at least k members reach or beat. */
function kthBest(states: readonly SourceState[], k: number, unknownAs: SourceState): SourceState {
  const known = states.map((state) => (state === "unknown" ? unknownAs : state));
  for (const state of order) {
    if (known.filter((each) => order.indexOf(each) <= order.indexOf(state)).length >= k) return state;
  }
  return "unknown";
}

export function composedAt(composition: Composition, states: readonly SourceState[]): SourceState {
  const { rule, of } = composition;
  const k = rule === "k_of_n" ? composition.k : rule === "any" ? 1 : of.length;
  const best = kthBest(states, k, "operational");
  return best === kthBest(states, k, "major_outage") ? best : "unknown";
}

export function truthAt(
  entries: readonly LedgerEntry[],
  basis: Basis,
  t: number,
  { asOf, headSeq }: Cut = {},
  memberAt: (id: string) => MemberTruth = () => ({ state: "unknown", observed: "unknown" }),
): Truth {
  const seen = entries
    .filter((entry) => asOf === undefined || entry.recordedAt <= asOf)
    .filter((entry) => headSeq === undefined || entry.seq <= headSeq);
  const known = seen.filter((entry) => !seen.some((later) => later.supersedes === entry.seq));
  if (!known.some((entry) => entry.effectiveFrom <= t)) {
    return {
      state: "unknown",
      observed: "unknown",
      rows: [{ who: "absence", state: "unknown", cause: null, ratio: null }],
    };
  }
  const now = known.filter((entry) => holds(entry, t)).sort((a, b) => a.seq - b.seq);
  let maintained = false;
  let rows: OracleRow[] = [];

  const tops = new Map<string, LedgerEntry>();
  for (const entry of now) {
    if (entry.kind === "correction" || entry.kind === "definition") continue;
    tops.set(`${entry.source.type}:${entry.source.id}`, entry);
  }
  for (const [who, { source, state, cause, affectedRatio }] of tops) {
    if (state === "under_maintenance") maintained = true;
    if (state === null || state === "under_maintenance" || source.type === "maintenance") continue;
    if (basis === "measured" && (source.type === "incident" || source.type === "person")) continue;
    if (basis === "declared" && (source.type === "monitor" || source.type === "dependency")) continue;
    rows.push({ who, state, cause, ratio: affectedRatio });
  }
  const definition = now.findLast((entry) => entry.kind === "definition")?.definition ?? null;
  if (definition !== null) {
    const members = definition.of.map(memberAt);
    const seenState = composedAt(
      definition,
      members.map((member) => member.observed),
    );
    const spared = members.map((m) => (m.state === "under_maintenance" ? "operational" : m.observed));
    if (composedAt(definition, spared) !== seenState) maintained = true;
    rows.push({ who: "definition:cmp_1", state: seenState, cause: null, ratio: null });
  }
  let correctedToMaintenance = false;
  for (const entry of now.filter(({ kind }) => kind === "correction")) {
    if (entry.state !== null) correctedToMaintenance = entry.state === "under_maintenance";
    if (entry.state !== null && entry.state !== "under_maintenance") {
      rows = [
        {
          who: `correction:${entry.source.id}`,
          state: entry.state,
          cause: entry.cause,
          ratio: entry.affectedRatio,
        },
      ];
      continue;
    }
    if (entry.cause !== null) rows = rows.map((row) => ({ ...row, cause: entry.cause }));
    if (entry.affectedRatio !== null) rows = rows.map((row) => ({ ...row, ratio: entry.affectedRatio }));
  }
  const everMeasured = known.some(({ source }) => ["monitor", "dependency", "import"].includes(source.type));
  const silence = basis === "declared" || (basis === "worst" && !everMeasured) ? "operational" : "unknown";
  const observed = rows.length === 0 ? silence : worst(rows.map((row) => row.state));
  const state = maintained || correctedToMaintenance ? "under_maintenance" : observed;
  return { state, observed, rows };
}
