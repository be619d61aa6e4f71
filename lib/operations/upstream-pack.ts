import { inTenant, type TenantTx } from "@/db/client";
import { componentNames } from "@/db/queries/component";
import { readSettings } from "@/db/queries/credit";
import { ownOrganization } from "@/db/queries/organization";
import { findFollowedSource, incidentsWithin } from "@/db/queries/provider";
import {
  type ClaimRow,
  findClaim,
  listUpstreamContracts,
  type UpstreamContractRow,
} from "@/db/queries/upstream";
import type { PackBasis } from "@/lib/domain/audit-pack";
import type { ClaimSheet } from "@/lib/domain/claim-sheet";
import { notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Vector } from "@/lib/domain/sla/vector";
import type { Ms } from "@/lib/domain/time";
import { arithmeticOf } from "@/lib/domain/working-arithmetic";
import { agreedFacts } from "./audit-pack";
import { signingSeed } from "./checkpoint";
import { exportLedger } from "./export";
import type { StatementContext } from "./statement-evidence";
import { figuresAtHeads, hashOf, type StatementFigures } from "./statement-figures";
import { evidenceOf } from "./statement-sheet";
import { claimView } from "./upstream-claims";
import { upstreamContext } from "./upstream-context";
import { claimEvidence } from "./upstream-evidence";

/** All that the evidence of a claim is made of. */
export type ClaimPack = {
  organizationId: string;
  sheet: ClaimSheet;
  lines: AsyncIterable<string>;
  /** What the result was computed from, and by way of what; null when it cannot be computed again. */
  basis: PackBasis | null;
  vector: Vector | null;
  ledger: AsyncIterable<string>;
  /** What the manifest is signed with; null where this installation has no key. */
  seed: Uint8Array | null;
};

export async function readClaimPack(scope: TenantScope, id: string, now: Ms): Promise<ClaimPack> {
  permit(scope, "finance");
  const { sheet, basis, vector, ids } = await inTenant(scope, async (tx) => {
    const claim = await findClaim(tx, id);
    const contract = (await listUpstreamContracts(tx)).find((each) => each.id === claim?.contractId);
    if (!claim || !contract) throw notFound("claim");
    const context = contextOf(claim, contract);
    const { figures } = await figuresAtHeads(tx, context, claim.heads, claim.assessedAt);
    return {
      sheet: await sheetOf(tx, claim, contract, figures, now),
      basis: figures ? basisOf(claim, context, figures) : null,
      vector: figures?.vector ?? null,
      ids: [...new Set(claim.heads.map(({ componentId }) => componentId))],
    };
  });
  const lines = claimEvidence(scope, id, now);
  const ledger = await exportLedger(scope, ids, now);
  return { organizationId: scope.organizationId, sheet, lines, basis, vector, ledger, seed: signingSeed() };
}

function basisOf(claim: ClaimRow, context: StatementContext, { inputs }: StatementFigures): PackBasis {
  return {
    agreement: agreedFacts(context.agreement),
    period: { from: claim.periodFrom, to: claim.periodTo, pick: claim.period },
    ...{ inputs, knownAt: claim.assessedAt, heads: claim.heads, counts: context.commitment.counts },
  };
}

async function sheetOf(
  tx: TenantTx,
  claim: ClaimRow,
  contract: UpstreamContractRow,
  figures: StatementFigures | null,
  now: Ms,
): Promise<ClaimSheet> {
  const evidence = figures ? await evidenceOf(tx, figures) : [];
  const ids = [
    ...evidence.flatMap(({ componentIds }) => componentIds),
    ...claim.heads.map(({ componentId }) => componentId),
  ];
  return {
    claim: claimView(claim, now),
    ...{ provider: contract.providerName, contract: contract.name, timezone: contract.timezone },
    targetPercent: contract.terms.target.percent,
    uptimePercent: claim.result.uptime_percent,
    organizationName: (await ownOrganization(tx))?.name ?? "",
    legal: (await readSettings(tx))?.legal ?? null,
    assessedAt: claim.assessedAt,
    arithmetic: figures ? arithmeticOf(figures.vector, figures.evaluation, figures.inputs) : [],
    evidence,
    names: await componentNames(tx, [...new Set(ids)]),
    isReproduced: isSame(figures, claim),
    ...(await theirWords(tx, claim, contract.sourceId)),
  };
}

function contextOf(claim: ClaimRow, contract: UpstreamContractRow) {
  const { period: pick, periodFrom: from, periodTo: to, month } = claim;
  return upstreamContext(contract, { pick, from, to, month }, claim.id);
}

function isSame(figures: StatementFigures | null, claim: ClaimRow): boolean {
  return figures !== null && hashOf(figures.result) === claim.resultHash;
}

async function theirWords(
  tx: TenantTx,
  { periodFrom: from, periodTo: to }: ClaimRow,
  sourceId: string | null,
): Promise<Pick<ClaimSheet, "source" | "words">> {
  const source = sourceId === null ? undefined : await findFollowedSource(tx, sourceId);
  if (source === undefined) return { source: null, words: [] };
  const words = (await incidentsWithin(tx, [source.id], { from, to })).map(
    ({ title, impact, claimedFrom, firstSeenAt, endedSeenAt }) => ({
      ...{ title, impact, claimedFrom, firstSeenAt, endedSeenAt },
    }),
  );
  return { source: source.url, words };
}
