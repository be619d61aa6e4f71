import { inTenant, type TenantTx } from "@/db/client";
import {
  type ContactChange,
  type ContactRow,
  findContact,
  insertContact,
  listContacts as listRows,
  lockContact,
  readCustomerModes,
  saveCustomerMode,
  updateContact as updateRow,
} from "@/db/queries/contact";
import { findCustomer } from "@/db/queries/customer";
import { addressKey } from "@/lib/domain/address";
import type { ContactInput, ContactPatch, ContactView } from "@/lib/domain/contact";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { WarningMode } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import { cancelForRecipient } from "./notices";
import { audit, newId } from "./record";

/** A person at a customer who is told that customer's own numbers. */
export function createContact(
  scope: TenantScope,
  customerId: string,
  input: ContactInput,
  now: Ms,
): Promise<ContactView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    await liveCustomer(tx, customerId);
    const row: ContactRow = {
      ...input,
      id: newId("contact", now),
      customerId,
      addressKey: addressKey(input.email),
      linkGeneration: 1,
      ...{ unsubscribedAt: null, quarantinedAt: null, quarantineReason: null },
      ...{ createdAt: now, updatedAt: now, archivedAt: null, version: 1 },
    };
    if (!(await insertContact(tx, row))) throw taken();
    await audit(tx, scope, { ...actOf("contact.create", row.id), after: facts(row) }, now);
    return view(row);
  });
}

/** Live contacts of a customer, by age. */
export function listContacts(scope: TenantScope, customerId: string): Promise<ContactView[]> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    if (!(await findCustomer(tx, customerId))) throw notFound("customer");
    return (await listRows(tx, [customerId])).map(view);
  });
}

/** Throws `not_found` for another customer's contact as for none at all; an archived one can still be read. */
export function getContact(scope: TenantScope, customerId: string, id: string): Promise<ContactView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => view(ofCustomer(await findContact(tx, id), customerId)));
}

/** Changes what the patch names. Another address begins anew: what its mailbox said before is not its own. */
export function updateContact(
  scope: TenantScope,
  input: { customerId: string; id: string; patch: ContactPatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<ContactView> {
  permit(scope, "finance");
  const change = withoutUndefined(input.patch);
  return inTenant(scope, async (tx) => {
    const before = await lockLive(tx, input);
    const key = change.email === undefined ? before.addressKey : addressKey(change.email);
    if (key !== before.addressKey) await refuseTaken(tx, before.customerId, key);
    const anew: ContactChange =
      key === before.addressKey
        ? {}
        : {
            addressKey: key,
            linkGeneration: before.linkGeneration + 1,
            ...{ unsubscribedAt: null, quarantinedAt: null, quarantineReason: null },
          };
    const after = await updateRow(tx, before, { ...change, ...anew }, now);
    const act = { before: facts(before), after: facts(after) };
    await audit(tx, scope, { ...actOf("contact.update", before.id), ...act }, now);
    return view(after);
  });
}

/** Archives the contact; nothing more is sent to it. A second time changes nothing. */
export function archiveContact(
  scope: TenantScope,
  input: { customerId: string; id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<void> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const before = ofCustomer(await lockContact(tx, input.id), input.customerId);
    refuseOtherVersion("contact", before.version, input.ifMatch);
    if (before.archivedAt !== null) return;
    await cancelForRecipient(tx, before.id);
    const after = await updateRow(tx, before, { archivedAt: now }, now);
    const act = { before: facts(before), after: facts(after) };
    await audit(tx, scope, { ...actOf("contact.archive", before.id), ...act }, now);
  });
}

/** How this customer is warned; null: as the organization's settings say. */
export function readCustomerMode(scope: TenantScope, customerId: string): Promise<WarningMode | null> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    if (!(await findCustomer(tx, customerId))) throw notFound("customer");
    return (await readCustomerModes(tx, [customerId])).get(customerId) ?? null;
  });
}

export function setCustomerMode(
  scope: TenantScope,
  input: { customerId: string; mode: WarningMode | null },
  now: Ms,
): Promise<void> {
  permit(scope, "finance");
  const { customerId, mode } = input;
  return inTenant(scope, async (tx) => {
    await liveCustomer(tx, customerId);
    const before = (await readCustomerModes(tx, [customerId])).get(customerId) ?? null;
    await saveCustomerMode(tx, customerId, mode, now);
    const act = { action: "customer.warnings", objectType: "customer", objectId: customerId };
    await audit(tx, scope, { ...act, before: { mode: before }, after: { mode } }, now);
  });
}

async function liveCustomer(tx: TenantTx, id: string): Promise<void> {
  const customer = await findCustomer(tx, id);
  if (!customer) throw notFound("customer");
  if (customer.archivedAt !== null)
    throw new AppError("conflict", "This customer is archived and stays as it is.");
}

async function lockLive(
  tx: TenantTx,
  input: { customerId: string; id: string; ifMatch?: number | undefined },
): Promise<ContactRow> {
  const row = ofCustomer(await lockContact(tx, input.id), input.customerId);
  refuseOtherVersion("contact", row.version, input.ifMatch);
  if (row.archivedAt !== null) throw new AppError("conflict", "This contact is archived and stays as it is.");
  return row;
}

function ofCustomer(row: ContactRow | undefined, customerId: string): ContactRow {
  if (row?.customerId !== customerId) throw notFound("contact");
  return row;
}

async function refuseTaken(tx: TenantTx, customerId: string, key: string): Promise<void> {
  if ((await listRows(tx, [customerId])).some((each) => each.addressKey === key)) throw taken();
}

function taken(): AppError {
  const message = "is the address of another contact of this customer";
  return new AppError("conflict", "The customer has a contact with this address already.", {
    errors: [{ path: "email", message }],
  });
}

function withoutUndefined(patch: ContactPatch): ContactChange {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function view({ addressKey: _, linkGeneration: __, ...rest }: ContactRow): ContactView {
  return rest;
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "contact", objectId };
}

/** The part of a row that the audit log shows. */
function facts(row: ContactRow): Record<string, unknown> {
  const { customerId, name, email, topics, locale, timezone, unsubscribedAt, archivedAt } = row;
  return {
    ...{ customer_id: customerId, name, email, topics, locale, timezone },
    ...{ unsubscribed_at: unsubscribedAt, archived_at: archivedAt },
  };
}
