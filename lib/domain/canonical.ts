import canonicalize from "canonicalize";
import { assert } from "./errors";
import { sha256Hex } from "./hash";
import type { Composition, EntryFields, EvidenceOutcome } from "./ledger";
import { formatInstant, type Ms } from "./time";

/** RFC 8785 (JCS) text of a JSON value; members that are undefined are left out. */
export function canonicalJson(value: object): string {
  const text = canonicalize(value);
  assert(text !== undefined, "a JSON value has a canonical text");
  return text;
}

function instant(value: Ms | null): string | undefined {
  return value === null ? undefined : formatInstant(value);
}

function outcomeRecord(outcome: EvidenceOutcome): object {
  return {
    started_at: formatInstant(outcome.startedAt),
    region: outcome.region,
    ok: outcome.ok,
    failure: outcome.failure ?? undefined,
    http_status: outcome.httpStatus ?? undefined,
    total_ms: outcome.totalMs ?? undefined,
  };
}

/** A composition as the ledger hashes it and the API shows it. */
export function compositionRecord(composition: Composition): object {
  return composition.rule === "k_of_n"
    ? { rule: composition.rule, k: composition.k, of: composition.of }
    : { rule: composition.rule, of: composition.of };
}

/** The entry as snake_case JSON without its seal; what does not apply is undefined, so it leaves no trace in JSON. */
export function entryRecord(entry: EntryFields): Record<string, unknown> {
  return {
    organization_id: entry.organizationId,
    component_id: entry.componentId,
    seq: entry.seq,
    recorded_at: formatInstant(entry.recordedAt),
    kind: entry.kind,
    source: { type: entry.source.type, id: entry.source.id },
    state: entry.state ?? undefined,
    effective_from: formatInstant(entry.effectiveFrom),
    effective_to: instant(entry.effectiveTo),
    cause: entry.cause ?? undefined,
    affected_ratio: entry.affectedRatio ?? undefined,
    supersedes: entry.supersedes ?? undefined,
    reason_hash: entry.reasonHash ?? undefined,
    actor: entry.actor,
    evidence: entry.evidence?.map(outcomeRecord),
    announced_at: instant(entry.announcedAt),
    planned_from: instant(entry.plannedFrom),
    planned_to: instant(entry.plannedTo),
    definition: entry.definition === null ? undefined : compositionRecord(entry.definition),
    prev_hash: entry.prevHash,
  };
}

/** The exact text that is hashed (RULES R5.1). Throws when a field has no canonical text (an instant off the calendar). */
export function canonicalEntry(entry: EntryFields): string {
  return canonicalJson(entryRecord(entry));
}

/** Hash and canonical text of an entry's fields. */
export function sealOf(entry: EntryFields): { hash: string; canonical: string } {
  const canonical = canonicalEntry(entry);
  return { hash: sha256Hex(canonical), canonical };
}
