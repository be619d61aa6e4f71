import { inTenant, sqlState, type TenantTx } from "@/db/client";
import {
  type CustomerChange,
  type CustomerRow,
  findByExternalId,
  findCustomer,
  insertCustomer,
  listCustomerChoices,
  listCustomers as listRows,
  lockCustomer,
  updateCustomer as updateRow,
} from "@/db/queries/customer";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import type { CustomerInput, CustomerListInput, CustomerPatch, CustomerView } from "@/lib/domain/customer";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit, newId } from "./record";

export function createCustomer(scope: TenantScope, input: CustomerInput, now: Ms): Promise<CustomerView> {
  permit(scope, "finance");
  const { external_id, tax_id, ...rest } = input;
  const times = { createdAt: now, updatedAt: now, archivedAt: null, version: 1 };
  const row = { ...rest, externalId: external_id, taxId: tax_id, id: newId("customer", now), ...times };
  return guarded(
    inTenant(scope, async (tx) => {
      await refuseTakenNumber(tx, external_id, row.id);
      await insertCustomer(tx, row);
      await audit(tx, scope, { ...actOf("customer.create", row.id), before: null, after: facts(row) }, now);
      return row;
    }),
  );
}

/** Throws `not_found` for another tenant's customer as for none at all; an archived one can still be read. */
export function getCustomer(scope: TenantScope, id: string): Promise<CustomerView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await findCustomer(tx, id);
    if (!row) throw notFound("customer");
    return row;
  });
}

/** As many as a list to choose from can hold. */
const choicesMax = 10_000;

/** Live customers by name, for a form or a filter to choose from. */
export function readCustomerChoices(scope: TenantScope): Promise<{ id: string; name: string }[]> {
  permit(scope, "finance");
  return inTenant(scope, (tx) => listCustomerChoices(tx, choicesMax));
}

/** By age. */
export function listCustomers(scope: TenantScope, input: CustomerListInput): Promise<Page<CustomerView>> {
  permit(scope, "finance");
  const after = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, after }, input);
    return pageOf(rows, input.limit, (row) => [row.id]);
  });
}

/** Changes what the patch names. `ifMatch` is the version the caller saw; another one is a conflict (412). */
export function updateCustomer(
  scope: TenantScope,
  input: { id: string; patch: CustomerPatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<CustomerView> {
  permit(scope, "finance");
  const { external_id, tax_id, ...rest } = input.patch;
  const wanted = { ...rest, externalId: external_id, taxId: tax_id };
  const change: CustomerChange = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
  return guarded(
    inTenant(scope, async (tx) => {
      const before = await lockLive(tx, input.id, input.ifMatch);
      await refuseTakenNumber(tx, external_id ?? null, before.id);
      const after = await updateRow(tx, before, change, now);
      const act = { ...actOf("customer.update", before.id), before: facts(before), after: facts(after) };
      await audit(tx, scope, act, now);
      return after;
    }),
  );
}

/** Archives the customer; contracts, statements and credits stay. A second time changes nothing. */
export function archiveCustomer(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<void> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const before = await lockCustomer(tx, input.id);
    if (!before) throw notFound("customer");
    refuseOtherVersion("customer", before.version, input.ifMatch);
    if (before.archivedAt !== null) return;
    const after = await updateRow(tx, before, { archivedAt: now }, now);
    const act = { ...actOf("customer.archive", before.id), before: facts(before), after: facts(after) };
    await audit(tx, scope, act, now);
  });
}

async function lockLive(tx: TenantTx, id: string, ifMatch: number | undefined): Promise<CustomerRow> {
  const row = await lockCustomer(tx, id);
  if (!row) throw notFound("customer");
  refuseOtherVersion("customer", row.version, ifMatch);
  if (row.archivedAt !== null)
    throw new AppError("conflict", "This customer is archived and stays as it is.");
  return row;
}

async function refuseTakenNumber(tx: TenantTx, externalId: string | null, id: string): Promise<void> {
  if (externalId === null) return;
  const holder = await findByExternalId(tx, externalId);
  if (holder && holder.id !== id) throw taken();
}

function taken(): AppError {
  const errors = [{ path: "external_id", message: "is the number of another customer" }];
  return new AppError("conflict", "Another customer has this number.", { errors });
}

/** Two at once with one number: the database lets one in, the other hears why. */
async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw sqlState(error) === "23505" ? taken() : error;
  }
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "customer", objectId };
}

/** The part of a row that the audit log shows. */
function facts(row: CustomerRow): Record<string, unknown> {
  const { name, externalId, email, taxId, address, accounting, archivedAt } = row;
  return {
    name,
    external_id: externalId,
    email,
    tax_id: taxId,
    address,
    accounting,
    archived_at: archivedAt,
  };
}
