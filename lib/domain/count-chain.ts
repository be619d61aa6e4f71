import { z } from "zod";
import { canonicalJson } from "./canonical";
import type { Count, CountSource } from "./count";
import { sha256Hex, zeroHash } from "./hash";
import { type Ms, parseInstant } from "./time";

/** What a report of counts says, read back from its hashed text. */
export type CountLink = {
  organizationId: string;
  componentId: string;
  seq: number;
  recordedAt: Ms;
  source: CountSource;
  intervalSeconds: number;
  counts: readonly Count[];
  supersedes: readonly number[];
  reasonHash: string | null;
  actor: string;
  prevHash: string;
  hash: string;
  canonical: string;
};

/** What a chain of counts is called among a checkpoint's leaves, beside the component's ledger. */
export const countChainId = (componentId: string) => `counts:${componentId}`;

const instant = z.string().transform((text, context): Ms => {
  const parsed = parseInstant(text);
  if (parsed !== null) return parsed;
  context.addIssue("not an instant");
  return z.NEVER;
});

const shape = z.strictObject({
  organization_id: z.string(),
  component_id: z.string(),
  seq: z.int().min(1),
  recorded_at: instant,
  source: z.enum(["reported", "outcomes"]),
  interval_seconds: z.int().min(1),
  counts: z.array(z.strictObject({ from: instant, total: z.int().min(0), bad: z.int().min(0) })),
  supersedes: z.array(z.int()).optional(),
  reason_hash: z.string().optional(),
  actor: z.string(),
  prev_hash: z.string(),
});

/** The report of a hashed text; null when the text is not canonical or does not give the hash. */
export function readCountLink(hash: string, canonical: string): CountLink | null {
  const value = jsonOf(canonical);
  const parsed = shape.safeParse(value);
  if (!parsed.success || canonicalJson(value as object) !== canonical || sha256Hex(canonical) !== hash)
    return null;
  const { data } = parsed;
  return {
    organizationId: data.organization_id,
    componentId: data.component_id,
    seq: data.seq,
    recordedAt: data.recorded_at,
    source: data.source,
    intervalSeconds: data.interval_seconds,
    counts: data.counts,
    supersedes: data.supersedes ?? [],
    reasonHash: data.reason_hash ?? null,
    actor: data.actor,
    prevHash: data.prev_hash,
    ...{ hash, canonical },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a report follows another (null: is the first). */
export function follows(link: CountLink, before: Pick<CountLink, "seq" | "hash"> | null): boolean {
  return link.seq === (before?.seq ?? 0) + 1 && link.prevHash === (before?.hash ?? zeroHash);
}
