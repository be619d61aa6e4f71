import { z } from "zod";
import { canonicalJson } from "./canonical";
import { countIntervals } from "./contract-complaint";
import { sha256Hex, zeroHash } from "./hash";
import { historyInstant, reasonInput } from "./import";
import { countField } from "./sla/field";
import { formatInstant, type Ms, secondMs } from "./time";

/** A month of minutes. */
const countEntriesMax = 50_000;

/** Body of `POST /components/{id}/counts`: requests per interval, from the organization's own metrics. */
export const countsInput = z
  .strictObject({
    interval_seconds: z.union(
      countIntervals.map((seconds) => z.literal(seconds)),
      "must be 60, 300 or 900",
    ),
    reason: reasonInput.optional(),
    entries: z
      .array(z.strictObject({ from: historyInstant, total: countField, bad: countField }))
      .min(1, "must hold at least one entry")
      .max(countEntriesMax, `must hold at most ${countEntriesMax} entries`),
  })
  .superRefine(({ interval_seconds, entries }, context) => {
    const seen = new Set<Ms>();
    for (const [index, { from, total, bad }] of entries.entries()) {
      const complain = (field: string, message: string) =>
        context.addIssue({ code: "custom", path: ["entries", index, field], message });
      if (from % (interval_seconds * secondMs) !== 0)
        complain("from", `must be a whole multiple of ${interval_seconds} seconds in UTC`);
      if (bad > total) complain("bad", "must be at most total");
      if (seen.has(from)) complain("from", "is given twice");
      seen.add(from);
    }
  })
  .meta({ id: "Counts" });
export type CountsInput = z.output<typeof countsInput>;

export type CountSource = "reported" | "outcomes";

/** Requests of one interval. */
export type Count = { from: Ms; total: number; bad: number };

/** One report, immutable and chained like the ledger. */
export type CountEntry = {
  organizationId: string;
  componentId: string;
  seq: number;
  recordedAt: Ms;
  source: CountSource;
  intervalSeconds: number;
  reasonHash: string | null;
  actor: string;
  prevHash: string;
  hash: string;
  canonical: string;
};

export type CountHead = { seq: number; hash: string; recordedAt: Ms };

export type CountDraft = Omit<CountEntry, "seq" | "prevHash" | "hash" | "canonical"> & {
  counts: readonly Count[];
  /** Reports of which intervals are given anew, ascending. */
  supersedes: readonly number[];
};

/** The report as the next link after `head` (null: the first), `recordedAt` never before the head's. */
export function sealCounts(draft: CountDraft, head: CountHead | null): CountEntry {
  const { counts, supersedes, ...rest } = draft;
  const seq = (head?.seq ?? 0) + 1;
  const prevHash = head?.hash ?? zeroHash;
  const recordedAt = Math.max(draft.recordedAt, head?.recordedAt ?? draft.recordedAt);
  const canonical = canonicalJson({
    organization_id: draft.organizationId,
    component_id: draft.componentId,
    seq,
    recorded_at: formatInstant(recordedAt),
    source: draft.source,
    interval_seconds: draft.intervalSeconds,
    counts: counts.map(({ from, total, bad }) => ({ from: formatInstant(from), total, bad })),
    supersedes: supersedes.length > 0 ? supersedes : undefined,
    reason_hash: draft.reasonHash ?? undefined,
    actor: draft.actor,
    prev_hash: prevHash,
  });
  return { ...rest, seq, recordedAt, prevHash, hash: sha256Hex(canonical), canonical };
}
