import { z } from "zod";
import { entryRecord, sealOf } from "./canonical";
import { type Checkpoint, checkpointRecord, type LeafProof } from "./checkpoint";
import { type CountLink, readCountLink } from "./count-chain";
import { type Composition, entryKinds, type LedgerEntry, sourceTypes } from "./ledger";
import { states } from "./state";
import { parseInstant } from "./time";

export type ChainExtent = { componentId: string; entries: number; headHash: string | null };

/** What the first line promises: which chains follow and how far they reach. */
export type ExportHeader = {
  organizationId: string;
  chains: readonly ChainExtent[];
  /** Chains of request counts. */
  counts: readonly ChainExtent[];
  publicKeys: number;
  checkpoints: number;
  leaves: number;
};

/** One line of an export file, in the order in which they must come. */
export type ExportLine =
  | { type: "export"; header: ExportHeader }
  | { type: "public_key"; publicKey: string }
  | { type: "checkpoint"; checkpoint: Checkpoint }
  | { type: "leaf"; checkpointSeq: number; proof: LeafProof }
  | { type: "entry"; entry: LedgerEntry }
  | { type: "count"; link: CountLink };

const instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (parsed !== null) return parsed;
  context.addIssue("not an instant");
  return z.NEVER;
});
const seq = z.int().min(1);
const hex = z.string().regex(/^[0-9a-f]+$/);

const composition: z.ZodType<Composition> = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.enum(["all", "any"]), of: z.array(z.string()) }),
  z.strictObject({ rule: z.literal("k_of_n"), k: z.int(), of: z.array(z.string()) }),
]);

const evidence = z.strictObject({
  started_at: instant,
  region: z.string(),
  ok: z.boolean(),
  failure: z.string().optional(),
  http_status: z.int().optional(),
  total_ms: z.int().optional(),
});

const entryShape = z.strictObject({
  type: z.literal("entry"),
  organization_id: z.string(),
  component_id: z.string(),
  seq,
  recorded_at: instant,
  kind: z.enum(entryKinds),
  source: z.strictObject({ type: z.enum(sourceTypes), id: z.string() }),
  state: z.enum(states).optional(),
  effective_from: instant,
  effective_to: instant.optional(),
  cause: z.string().optional(),
  affected_ratio: z.string().optional(),
  supersedes: z.int().optional(),
  reason_hash: z.string().optional(),
  actor: z.string(),
  evidence: z.array(evidence).optional(),
  announced_at: instant.optional(),
  planned_from: instant.optional(),
  planned_to: instant.optional(),
  definition: composition.optional(),
  prev_hash: hex,
  hash: hex,
  canonical: z.string(),
});

const entryLine = entryShape.transform((line): ExportLine => ({ type: "entry", entry: entryOf(line) }));

function entryOf(line: z.infer<typeof entryShape>): LedgerEntry {
  return {
    organizationId: line.organization_id,
    componentId: line.component_id,
    seq: line.seq,
    recordedAt: line.recorded_at,
    kind: line.kind,
    source: line.source,
    state: line.state ?? null,
    effectiveFrom: line.effective_from,
    effectiveTo: line.effective_to ?? null,
    cause: line.cause ?? null,
    affectedRatio: line.affected_ratio ?? null,
    supersedes: line.supersedes ?? null,
    reasonHash: line.reason_hash ?? null,
    actor: line.actor,
    evidence: line.evidence?.map(outcomeOf) ?? null,
    announcedAt: line.announced_at ?? null,
    plannedFrom: line.planned_from ?? null,
    plannedTo: line.planned_to ?? null,
    definition: line.definition ?? null,
    prevHash: line.prev_hash,
    hash: line.hash,
    canonical: line.canonical,
  };
}

function outcomeOf(outcome: z.infer<typeof evidence>) {
  return {
    startedAt: outcome.started_at,
    region: outcome.region,
    ok: outcome.ok,
    failure: outcome.failure ?? null,
    httpStatus: outcome.http_status ?? null,
    totalMs: outcome.total_ms ?? null,
  };
}

const extent = z.strictObject({
  component_id: z.string(),
  entries: z.int().min(0),
  head_hash: hex.nullable(),
});

const extentOf = (line: z.infer<typeof extent>): ChainExtent => ({
  componentId: line.component_id,
  entries: line.entries,
  headHash: line.head_hash,
});

const countLine = z
  .strictObject({ type: z.literal("count"), hash: hex, canonical: z.string() })
  .transform((line, context): ExportLine => {
    const link = readCountLink(line.hash, line.canonical);
    if (link) return { type: "count", link };
    context.addIssue("not a report of counts");
    return z.NEVER;
  });

const headerLine = z
  .strictObject({
    type: z.literal("export"),
    format: z.literal("probity-ledger"),
    version: z.literal(1),
    organization_id: z.string(),
    chains: z.array(extent),
    counts: z.array(extent).min(1).optional(),
    public_keys: z.int().min(0),
    checkpoints: z.int().min(0),
    leaves: z.int().min(0),
  })
  .transform(
    (line): ExportLine => ({
      type: "export",
      header: {
        organizationId: line.organization_id,
        chains: line.chains.map(extentOf),
        counts: (line.counts ?? []).map(extentOf),
        publicKeys: line.public_keys,
        checkpoints: line.checkpoints,
        leaves: line.leaves,
      },
    }),
  );

const keyLine = z
  .strictObject({ type: z.literal("public_key"), algorithm: z.literal("Ed25519"), public_key: hex })
  .transform((line): ExportLine => ({ type: "public_key", publicKey: line.public_key }));

const checkpointLine = z
  .strictObject({
    type: z.literal("checkpoint"),
    kind: z.literal("checkpoint"),
    organization_id: z.string(),
    seq,
    recorded_at: instant,
    root: hex,
    leaf_count: z.int().min(1),
    public_key: hex,
    prev_hash: hex,
    hash: hex,
    canonical: z.string(),
    signature: hex,
  })
  .transform(
    (line): ExportLine => ({
      type: "checkpoint",
      checkpoint: {
        organizationId: line.organization_id,
        seq: line.seq,
        recordedAt: line.recorded_at,
        root: line.root,
        leafCount: line.leaf_count,
        publicKey: line.public_key,
        prevHash: line.prev_hash,
        hash: line.hash,
        canonical: line.canonical,
        signature: line.signature,
      },
    }),
  );

const leafLine = z
  .strictObject({
    type: z.literal("leaf"),
    checkpoint_seq: seq,
    component_id: z.string(),
    seq,
    hash: hex,
    leaf_index: z.int().min(0),
    salt: hex,
    path: z.array(hex),
  })
  .transform(
    (line): ExportLine => ({
      type: "leaf",
      checkpointSeq: line.checkpoint_seq,
      proof: {
        componentId: line.component_id,
        seq: line.seq,
        hash: line.hash,
        leafIndex: line.leaf_index,
        salt: line.salt,
        path: line.path,
      },
    }),
  );

const lineShape = z.union([entryLine, countLine, leafLine, checkpointLine, keyLine, headerLine]);

const extentRecord = ({ componentId, entries, headHash }: ChainExtent) => ({
  ...{ component_id: componentId, entries, head_hash: headHash },
});

function recordOf(line: ExportLine): object {
  switch (line.type) {
    case "export":
      return {
        format: "probity-ledger",
        version: 1,
        organization_id: line.header.organizationId,
        chains: line.header.chains.map(extentRecord),
        // Left out where there are none, so that exports without counts are what they always were.
        counts: line.header.counts.length > 0 ? line.header.counts.map(extentRecord) : undefined,
        public_keys: line.header.publicKeys,
        checkpoints: line.header.checkpoints,
        leaves: line.header.leaves,
      };
    case "public_key":
      return { algorithm: "Ed25519", public_key: line.publicKey };
    case "checkpoint": {
      const { hash, canonical, signature } = line.checkpoint;
      return { ...checkpointRecord(line.checkpoint), hash, canonical, signature };
    }
    case "leaf": {
      const { componentId, seq, hash, leafIndex, salt, path } = line.proof;
      const place = { leaf_index: leafIndex, salt, path };
      return { checkpoint_seq: line.checkpointSeq, component_id: componentId, seq, hash, ...place };
    }
    case "count":
      return { hash: line.link.hash, canonical: line.link.canonical };
    case "entry":
      return { ...entryRecord(line.entry), hash: line.entry.hash, canonical: line.entry.canonical };
  }
}

/** The one text of a line, without its newline. */
export function formatLine(line: ExportLine): string {
  return JSON.stringify({ type: line.type, ...recordOf(line) });
}

/** The line of a text that `formatLine` wrote, byte for byte, with its seal unbroken; null for any other text. */
export function parseLine(text: string): ExportLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = lineShape.safeParse(value);
  if (!parsed.success || formatLine(parsed.data) !== text) return null;
  return isSealed(parsed.data) ? parsed.data : null;
}

/** An entry line says everything twice, in columns and in the hashed text: both must agree. */
function isSealed(line: ExportLine): boolean {
  if (line.type !== "entry") return true;
  const { hash, canonical } = sealOf(line.entry);
  return line.entry.canonical === canonical && line.entry.hash === hash;
}
