import { inTenant, type TenantTx } from "@/db/client";
import { readEntries } from "@/db/queries/ledger";
import { findFollowedSource, incidentsWithin, readingsWithin } from "@/db/queries/provider";
import {
  type ClaimRow,
  findClaim,
  listUpstreamContracts,
  type UpstreamContractRow,
} from "@/db/queries/upstream";
import { notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { audit } from "./record";

/** Readings of a provider that one pack holds; a page that changes more often is sampled by its incidents. */
const readingsMax = 500;
const entriesAtOnce = 1_000;

/**
 * The evidence for a claim, line by line as JSON: the claim with the result it rests on, our own measurements as the
 * ledger's hashed entries up to the heads of the assessment, and the provider's own words as we read them.
 */
export async function* claimEvidence(scope: TenantScope, id: string, now: Ms): AsyncGenerator<string> {
  permit(scope, "finance");
  const { claim, contract, words } = await inTenant(scope, (tx) => openPack(tx, scope, id, now));
  yield line("claim", claimLine(claim, contract));
  for (const head of claim.heads.filter(({ chain }) => chain === "ledger"))
    for (let from = 1; from <= head.seq; from += entriesAtOnce) {
      const to = Math.min(head.seq, from + entriesAtOnce - 1);
      const entries = await inTenant(scope, (tx) =>
        readEntries(
          tx,
          head.componentId,
          Array.from({ length: to - from + 1 }, (_, index) => from + index),
        ),
      );
      for (const entry of entries)
        if (entry.effectiveFrom < claim.periodTo && (entry.effectiveTo ?? claim.periodTo) > claim.periodFrom)
          yield line("measurement", { hash: entry.hash, entry: JSON.parse(entry.canonical) });
    }
  yield* words;
}

async function openPack(tx: TenantTx, scope: TenantScope, id: string, now: Ms) {
  const claim = await findClaim(tx, id);
  if (!claim) throw notFound("claim");
  const contract = (await listUpstreamContracts(tx)).find((each) => each.id === claim.contractId);
  if (!contract) throw notFound("claim");
  const act = { action: "upstream_claim.export", objectType: "upstream_claim", objectId: id };
  await audit(tx, scope, act, now);
  return { claim, contract, words: await theirWords(tx, claim, contract.sourceId) };
}

async function theirWords(tx: TenantTx, claim: ClaimRow, sourceId: string | null): Promise<string[]> {
  if (sourceId === null) return [];
  const source = await findFollowedSource(tx, sourceId);
  if (source === undefined) return [];
  const window = { from: claim.periodFrom, to: claim.periodTo };
  const incidents = await incidentsWithin(tx, [sourceId], window);
  const readings = await readingsWithin(tx, sourceId, { ...window, limit: readingsMax });
  return [
    line("provider", { url: source.url, format: source.format }),
    ...incidents.map((each) =>
      line("provider_incident", {
        ...{ title: each.title, impact: each.impact, status: each.status, affected: each.affected },
        claimed_from: instantOf(each.claimedFrom),
        first_seen_at: formatInstant(each.firstSeenAt),
        ended_seen_at: instantOf(each.endedSeenAt),
        end_reason: each.endReason,
      }),
    ),
    ...readings.map((row) =>
      line("provider_reading", {
        ...{ seq: row.seq, overall: row.overall, reading: row.reading, document_sha256: row.documentHash },
        recorded_at: formatInstant(row.recordedAt),
        said_at: instantOf(row.saidAt),
      }),
    ),
  ];
}

function claimLine(claim: ClaimRow, contract: UpstreamContractRow) {
  return {
    id: claim.id,
    provider: contract.providerName,
    contract: contract.name,
    timezone: contract.timezone,
    period: { from: formatInstant(claim.periodFrom), to: formatInstant(claim.periodTo) },
    currency: claim.currency,
    computed_minor: claim.computedMinor,
    deadline: formatInstant(claim.deadline),
    terms: contract.terms,
    fees: contract.fees,
    result: claim.result,
    result_sha256: claim.resultHash,
    heads: claim.heads,
  };
}

const instantOf = (at: Ms | null) => (at === null ? null : formatInstant(at));

function line(kind: string, value: object): string {
  return JSON.stringify({ kind, ...value });
}
