import { inTenant } from "@/db/client";
import { type ClaimRow, findClaim, listClaims as listRows, updateClaim } from "@/db/queries/upstream";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { type Claim, type ClaimListInput, claimStatusAt } from "@/lib/domain/upstream";
import { audit } from "./record";

/** The newest period first. */
export function listClaims(scope: TenantScope, input: ClaimListInput, now: Ms): Promise<Page<Claim>> {
  permit(scope, "finance");
  const after = input.cursor === undefined ? null : placeOf(input.cursor);
  const filter = { contractId: input.contract_id ?? null, status: input.status ?? null };
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, after }, filter, now);
    const page = pageOf(rows, input.limit, (row) => [row.periodFrom, row.id]);
    return { ...page, items: page.items.map((row) => claimView(row, now)) };
  });
}

function placeOf(cursor: string): { periodFrom: Ms; id: string } {
  const [periodFrom, id] = decodeCursor(cursor, ["number", "string"]);
  return { periodFrom: Number(periodFrom), id: String(id) };
}

export function getClaim(scope: TenantScope, id: string, now: Ms): Promise<Claim & Pick<ClaimRow, "result">> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await findClaim(tx, id);
    if (!row) throw notFound("claim");
    return { ...claimView(row, now), result: row.result };
  });
}

type Filing = {
  claimed_minor?: number | undefined;
  reference?: string | undefined;
  note?: string | undefined;
};

/** The claim was sent to the provider. A late one may still be filed: providers are sometimes kind. */
export function fileClaim(
  scope: TenantScope,
  input: Filing & { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<Claim> {
  return act(scope, "upstream_claim.file", input, now, (before) => {
    if (before.status !== "open") throw new AppError("conflict", "Only a claim that is open can be filed.");
    return {
      status: "claimed",
      claimedMinor: input.claimed_minor ?? before.computedMinor,
      filedAt: now,
      reference: input.reference ?? null,
      note: input.note ?? before.note,
    };
  });
}

/** The provider answered: what it granted, or nothing. */
export function settleClaim(
  scope: TenantScope,
  input: { id: string; granted_minor: number; note?: string | undefined; ifMatch?: number | undefined },
  now: Ms,
): Promise<Claim> {
  return act(scope, "upstream_claim.settle", input, now, (before) => {
    if (before.status !== "claimed")
      throw new AppError("conflict", "Only a claim that was filed can be settled. File it first.");
    const status = input.granted_minor > 0 ? "granted" : "denied";
    return { status, grantedMinor: input.granted_minor, settledAt: now, note: input.note ?? before.note };
  });
}

async function act(
  scope: TenantScope,
  action: string,
  { id, ifMatch }: { id: string; ifMatch?: number | undefined },
  now: Ms,
  decide: (before: ClaimRow) => Partial<Omit<ClaimRow, "id" | "contractId" | "version">>,
): Promise<Claim> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const before = await findClaim(tx, id, true);
    if (!before) throw notFound("claim");
    refuseOtherVersion("claim", before.version, ifMatch);
    const after = (await updateClaim(tx, id, decide(before))) ?? before;
    const entry = { action, objectType: "upstream_claim", objectId: id };
    await audit(tx, scope, { ...entry, before: claimFacts(before), after: claimFacts(after) }, now);
    return claimView(after, now);
  });
}

/** A claim as people see it, its status by the clock. */
export function claimView(row: ClaimRow, now: Ms): Claim {
  const { id, contractId, periodFrom, periodTo, month, currency, computedMinor, claimedMinor, grantedMinor } =
    row;
  const { deadline, filedAt, settledAt, reference, note, resultHash, version } = row;
  return {
    ...{ id, contractId, periodFrom, periodTo, month, currency, computedMinor, claimedMinor, grantedMinor },
    ...{ deadline, filedAt, settledAt, reference, note, resultHash, version },
    status: claimStatusAt(row, now),
  };
}

/** What the audit log keeps of a claim. */
export function claimFacts(row: ClaimRow): Record<string, unknown> {
  const { status, currency, computedMinor, claimedMinor, grantedMinor, reference, note } = row;
  return {
    ...{ status, currency, reference, note },
    computed_minor: computedMinor,
    claimed_minor: claimedMinor,
    granted_minor: grantedMinor,
  };
}
