import { z } from "zod";
import type { FieldError } from "./errors";
import { contractRows } from "./fold";
import { instantInput, nameInput } from "./input";
import type { LedgerEntry } from "./ledger";
import { states } from "./state";
import type { Interval, Ms } from "./time";

export const importEntriesMax = 50_000;

/** Nothing is written about the time before: it bounds what one mistaken year can cost. */
const earliestHistory: Ms = Date.UTC(2000, 0, 1);

/** Complaints of one answer; a file that is wrong throughout need not be told 50,000 times. */
const complaintsMax = 20;

export const historyInstant = instantInput.refine(
  (instant) => instant >= earliestHistory,
  "must not be before the year 2000",
);

/** Why something is so, in a person's words; only its salted hash enters the ledger. */
export const reasonInput = z.string().trim().min(1, "must not be empty").max(2_000);

const importEntry = z.strictObject({
  from: historyInstant,
  to: historyInstant,
  state: z.enum(states, `must be one of ${states.join(", ")}`),
  reason: reasonInput.optional(),
});

/** Body of `POST /components/{id}/ledger/import`: history from before we watched. */
export const importInput = z
  .strictObject({
    source: nameInput.meta({ example: "Export of the former status page" }),
    entries: z
      .array(importEntry)
      .min(1, "must hold at least one entry")
      .max(importEntriesMax, `must hold at most ${importEntriesMax} entries`),
  })
  .superRefine(({ entries }, context) => {
    for (const { path, message } of importComplaints(entries)) {
      context.addIssue({ code: "custom", path: path.split("."), message });
    }
  })
  .meta({ id: "LedgerImport" });
export type ImportInput = z.output<typeof importInput>;

/** Entries that end before they begin, or that overlap an entry which begins before them. */
function importComplaints(entries: readonly Interval[]): FieldError[] {
  const empty = entries.flatMap(({ from, to }, index) =>
    from < to ? [] : [{ path: `entries.${index}.to`, message: "must be after from" }],
  );
  if (empty.length > 0) return empty.slice(0, complaintsMax);
  const complaints: FieldError[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const { from, to, index } of byStart(entries)) {
    if (from < reached) {
      complaints.push({ path: `entries.${index}.from`, message: "overlaps another entry of this import" });
    }
    reached = Math.max(reached, to);
  }
  return complaints.slice(0, complaintsMax);
}

/**
 * Why history cannot be laid over what is known: it reaches into the future, or into time that a monitor or an earlier
 * import knows. What they say is `unknown` may be filled. `chain` is enough of the chain for the entries' hull.
 */
export function importConflicts(
  entries: readonly Interval[],
  chain: readonly LedgerEntry[],
  now: Ms,
): FieldError[] {
  const known = knownTime(entries, chain);
  const conflicts: FieldError[] = [];
  let at = 0;
  for (const { from, to, index } of byStart(entries)) {
    if (to > now) conflicts.push({ path: `entries.${index}.to`, message: "lies in the future" });
    while ((known[at]?.to ?? Number.POSITIVE_INFINITY) <= from) at += 1;
    if ((known[at]?.from ?? Number.POSITIVE_INFINITY) >= to) continue;
    const message = "overlaps time that a monitor or an earlier import already knows";
    conflicts.push({ path: `entries.${index}.from`, message });
  }
  return conflicts.slice(0, complaintsMax);
}

/** Stretches that monitors and imports know, merged and in time order; what people corrected there is no matter. */
function knownTime(entries: readonly Interval[], chain: readonly LedgerEntry[]): Interval[] {
  const spoken = chain.filter(
    ({ kind, source }) => kind !== "correction" && (source.type === "monitor" || source.type === "import"),
  );
  const window = hullOf(entries);
  const { rows, maintenance } = contractRows({ entries: spoken, basis: "measured", ...window });
  const stretches = [...rows.filter((row) => row.state !== "unknown"), ...maintenance];
  return merged(stretches.toSorted((a, b) => a.from - b.from));
}

/** The least interval that holds them all; there is at least one. */
export function hullOf(intervals: readonly Interval[]): Interval {
  const hull = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  for (const { from, to } of intervals) {
    hull.from = Math.min(hull.from, from);
    hull.to = Math.max(hull.to, to);
  }
  return hull;
}

function merged(stretches: readonly Interval[]): Interval[] {
  const known: Interval[] = [];
  for (const { from, to } of stretches) {
    const last = known.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else known.push({ from, to });
  }
  return known;
}

/** In time order, each with its place in the request. */
function byStart<T extends Interval>(entries: readonly T[]): (T & { index: number })[] {
  return entries.map((entry, index) => ({ ...entry, index })).sort((a, b) => a.from - b.from);
}
