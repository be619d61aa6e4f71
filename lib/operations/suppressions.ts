import { inTenant, type TenantTx } from "@/db/client";
import {
  deleteSuppression,
  findSuppression,
  insertSuppression,
  listSuppressions as listRows,
  quarantine,
} from "@/db/queries/suppression";
import { addressKey } from "@/lib/domain/address";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import {
  type ListSuppressionsInput,
  type Suppression,
  type SuppressionInput,
  suppressionSentence,
} from "@/lib/domain/suppression";
import type { Ms } from "@/lib/domain/time";
import { audit, newId } from "./record";

/** Newest first. */
export async function listSuppressions(
  scope: TenantScope,
  { limit, cursor, q, reason }: ListSuppressionsInput,
): Promise<Page<Suppression>> {
  permit(scope, "read");
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inTenant(scope, (tx) => listRows(tx, { limit: limit + 1, before }, { q, reason }));
  return pageOf(rows, limit, (suppression) => [suppression.id]);
}

export async function getSuppression(scope: TenantScope, id: string): Promise<Suppression> {
  permit(scope, "read");
  const found = await inTenant(scope, (tx) => findSuppression(tx, id));
  if (!found) throw notFound("suppression");
  return found;
}

/** Nothing is sent to this address any more, except what its owner asks for in front of a screen. */
export async function suppressAddress(
  scope: TenantScope,
  { address, detail }: SuppressionInput,
  now: Ms,
): Promise<Suppression> {
  permit(scope, "write");
  return await inTenant(scope, async (tx) => {
    const wanted = { address, reason: "manual", detail: detail ?? null, deliveryId: null } as const;
    const made = await suppress(tx, wanted, now);
    if (!made) throw new AppError("conflict", `Nothing is sent to ${address} already.`);
    const after = { address, reason: made.reason, detail: made.detail };
    const act = { objectType: "suppression", objectId: made.id, after };
    await audit(tx, scope, { action: "suppression.created", ...act }, now);
    return made;
  });
}

/** What a person forbade a person may allow again. A mailbox that refused us is opened by its owner alone. */
export async function liftManualSuppression(scope: TenantScope, id: string, now: Ms): Promise<void> {
  permit(scope, "write");
  await inTenant(scope, async (tx) => {
    const found = await findSuppression(tx, id);
    if (!found) throw notFound("suppression");
    if (found.reason !== "manual")
      throw new AppError(
        "conflict",
        "Only the recipient can lift this: let them subscribe again on the status page.",
      );
    await deleteSuppression(tx, found.addressKey);
    const before = { address: found.address, reason: found.reason, detail: found.detail };
    const act = { objectType: "suppression", objectId: id, before };
    await audit(tx, scope, { action: "suppression.deleted", ...act }, now);
  });
}

/** In the transaction of whoever learnt of it; null when the address was suppressed before. */
export async function suppress(
  tx: TenantTx,
  wanted: Omit<Suppression, "id" | "addressKey" | "createdAt">,
  now: Ms,
): Promise<Suppression | null> {
  const row = {
    ...wanted,
    id: newId("suppression", now),
    addressKey: addressKey(wanted.address),
    createdAt: now,
  };
  if (!(await insertSuppression(tx, row))) return null;
  await quarantine(tx, row.addressKey, suppressionSentence(row), now);
  return row;
}
