import { inTenant, type TenantTx } from "@/db/client";
import { knownComponents } from "@/db/queries/contract";
import {
  type GapRow,
  insertUpstreamContract,
  listGaps,
  listUpstreamContracts as listRows,
  lockUpstreamContract,
  type UpstreamContractRow,
  updateUpstreamContract as updateRow,
} from "@/db/queries/upstream";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import type {
  UpstreamContractInput,
  UpstreamContractPatch,
  UpstreamContractView,
} from "@/lib/domain/upstream";
import { enqueue } from "@/lib/jobs/queue";
import { sourceOf } from "./dependency-view";
import { audit, newId } from "./record";

/** Each is assessed period by period; more than anybody signs. */
const contractsMax = 200;
/** Most periods in waiting that one answer shows. */
const gapsShown = 1_000;

/** A provider's promise to us. Its past periods are assessed by a job that this starts. */
export function createUpstreamContract(
  scope: TenantScope,
  input: UpstreamContractInput,
  now: Ms,
): Promise<UpstreamContractView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    if (input.source_id !== null) await sourceOf(tx, input.source_id);
    await refuseUnknownMembers(tx, input);
    if ((await listRows(tx)).length >= contractsMax)
      throw new AppError("conflict", `At most ${contractsMax} contracts with providers are kept.`);
    const row = rowOf(input, now);
    await insertUpstreamContract(tx, row);
    await enqueue(tx, "upstreamClaims", { organizationId: tx.organizationId }, { now, jobKey: jobKey(tx) });
    await audit(tx, scope, { ...actOf("upstream_contract.create", row.id), after: facts(row) }, now);
    return viewOf(row, []);
  });
}

const jobKey = (tx: TenantTx) => `upstream:${tx.organizationId}`;

function rowOf(input: UpstreamContractInput, now: Ms): UpstreamContractRow {
  return {
    id: newId("contract", now),
    sourceId: input.source_id,
    providerName: input.provider_name,
    name: input.name,
    timezone: input.timezone,
    basis: input.basis,
    startsAt: input.starts_at,
    endsAt: input.ends_at,
    window: input.window,
    fees: input.fees,
    terms: input.terms,
    claimDays: input.claim_days,
    assessedTo: null,
    ...{ createdAt: now, updatedAt: now, version: 1 },
  };
}

async function refuseUnknownMembers(tx: TenantTx, { terms }: UpstreamContractInput): Promise<void> {
  const members = terms.components.members.map(({ component }) => component);
  const known = await knownComponents(tx, members);
  const errors = members.flatMap((id, index) =>
    known.has(id)
      ? []
      : [{ path: `terms.components.members.${index}.component`, message: `names no component: ${id}` }],
  );
  if (errors.length > 0)
    throw new AppError("invalid", "The terms measure a component that does not exist.", { errors });
}

/** By age. */
export function listUpstreamContracts(scope: TenantScope): Promise<UpstreamContractView[]> {
  permit(scope, "finance");
  return inTenant(scope, listViews);
}

async function listViews(tx: TenantTx): Promise<UpstreamContractView[]> {
  const gaps = Map.groupBy(await listGaps(tx, null, gapsShown), ({ contractId }) => contractId);
  return (await listRows(tx)).map((row) => viewOf(row, gaps.get(row.id) ?? []));
}

function viewOf(row: UpstreamContractRow, gaps: readonly GapRow[]): UpstreamContractView {
  const told = gaps.map(({ periodFrom, periodTo, month, reason, triedAt }) => ({
    ...{ periodFrom, periodTo, month, reason, triedAt },
  }));
  return { ...row, gaps: told.toSorted((a, b) => a.periodFrom - b.periodFrom) };
}

export function getUpstreamContract(scope: TenantScope, id: string): Promise<UpstreamContractView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const view = (await listViews(tx)).find((each) => each.id === id);
    if (!view) throw notFound("contract with a provider");
    return view;
  });
}

/** Renames it, ends it, or changes how long claims may take; what was assessed stays. */
export function updateUpstreamContract(
  scope: TenantScope,
  input: { id: string; patch: UpstreamContractPatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<UpstreamContractView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const before = await lockUpstreamContract(tx, input.id);
    if (!before) throw notFound("contract with a provider");
    refuseOtherVersion("contract", before.version, input.ifMatch);
    const { name, ends_at, claim_days } = input.patch;
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(ends_at === undefined ? {} : { endsAt: ends_at }),
      ...(claim_days === undefined ? {} : { claimDays: claim_days }),
    };
    const gaps = await listGaps(tx, before.id, gapsShown);
    if (Object.keys(change).length === 0) return viewOf(before, gaps);
    const endsAt = ends_at ?? null;
    if (endsAt !== null && endsAt < Math.max(before.startsAt, before.assessedTo ?? 0))
      throw new AppError("conflict", "Periods after that end were assessed already. Choose a later end.");
    const after = (await updateRow(tx, before.id, change, now)) ?? before;
    const act = {
      ...actOf("upstream_contract.update", before.id),
      before: facts(before),
      after: facts(after),
    };
    await audit(tx, scope, act, now);
    return viewOf(after, gaps);
  });
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "upstream_contract", objectId };
}

function facts(row: UpstreamContractRow): Record<string, unknown> {
  const { providerName, name, startsAt, endsAt, claimDays, fees } = row;
  return { provider: providerName, name, starts_at: startsAt, ends_at: endsAt, claim_days: claimDays, fees };
}
