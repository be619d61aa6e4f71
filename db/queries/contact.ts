import { and, arrayContains, asc, eq, inArray, isNull } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { contacts, customerWarningModes, warningSettings } from "@/db/schema/contact";
import type { WarningSettings } from "@/lib/domain/contact";
import type { ContactTopic, WarningMode } from "@/lib/domain/subscriber";

export type ContactRow = Omit<typeof contacts.$inferSelect, "organizationId">;
export type ContactChange = Partial<Omit<ContactRow, "id" | "createdAt" | "version" | "updatedAt">>;

const own = (tx: TenantTx) => eq(contacts.organizationId, tx.organizationId);

/** False when a live contact of the customer has this address already. */
export async function insertContact(tx: TenantTx, row: ContactRow): Promise<boolean> {
  const made = await tx.orm
    .insert(contacts)
    .values({ ...row, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ id: contacts.id });
  return made.length === 1;
}

export async function findContact(tx: TenantTx, id: string): Promise<ContactRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(contacts)
    .where(and(own(tx), eq(contacts.id, id)));
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockContact(tx: TenantTx, id: string): Promise<ContactRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(contacts)
    .where(and(own(tx), eq(contacts.id, id)))
    .for("update");
  return row;
}

/** Live contacts of these customers, by age. */
export function listContacts(tx: TenantTx, customerIds: readonly string[]): Promise<ContactRow[]> {
  return tx.orm
    .select()
    .from(contacts)
    .where(and(own(tx), inArray(contacts.customerId, [...customerIds]), isNull(contacts.archivedAt)))
    .orderBy(asc(contacts.id))
    .limit(5_000);
}

/** Those of them who are to be told of a topic. */
export async function listeningContacts(
  tx: TenantTx,
  customerIds: readonly string[],
  topic: ContactTopic,
): Promise<ContactRow[]> {
  if (customerIds.length === 0) return [];
  const all = await listContacts(tx, customerIds);
  return all.filter(
    ({ topics, unsubscribedAt, quarantinedAt }) =>
      topics.includes(topic) && unsubscribedAt === null && quarantinedAt === null,
  );
}

/** Customers of whom somebody wants to be told of a topic. */
export async function customersListening(tx: TenantTx, topic: ContactTopic): Promise<string[]> {
  const rows = await tx.orm
    .selectDistinct({ customerId: contacts.customerId })
    .from(contacts)
    .where(
      and(
        own(tx),
        isNull(contacts.archivedAt),
        isNull(contacts.unsubscribedAt),
        isNull(contacts.quarantinedAt),
        arrayContains(contacts.topics, [topic]),
      ),
    )
    .orderBy(asc(contacts.customerId));
  return rows.map(({ customerId }) => customerId);
}

export async function updateContact(
  tx: TenantTx,
  row: ContactRow,
  change: ContactChange,
  now: number,
): Promise<ContactRow> {
  const [after] = await tx.orm
    .update(contacts)
    .set({ ...change, updatedAt: now, version: row.version + 1 })
    .where(and(own(tx), eq(contacts.id, row.id)))
    .returning();
  return after ?? row;
}

/** How the organization's customers are warned; null until somebody chose. */
export async function readWarningSettings(tx: TenantTx): Promise<WarningSettings | null> {
  const [row] = await tx.orm
    .select({
      mode: warningSettings.mode,
      tellsCredit: warningSettings.tellsCredit,
      nextSteps: warningSettings.nextSteps,
    })
    .from(warningSettings)
    .where(eq(warningSettings.organizationId, tx.organizationId));
  return row ?? null;
}

export async function saveWarningSettings(
  tx: TenantTx,
  settings: WarningSettings,
  now: number,
): Promise<void> {
  await tx.orm
    .insert(warningSettings)
    .values({ ...settings, updatedAt: now, organizationId: tx.organizationId })
    .onConflictDoUpdate({ target: [warningSettings.organizationId], set: { ...settings, updatedAt: now } });
}

/** Customers that are warned otherwise than the settings say. */
export async function readCustomerModes(
  tx: TenantTx,
  customerIds: readonly string[],
): Promise<Map<string, WarningMode>> {
  if (customerIds.length === 0) return new Map();
  const rows = await tx.orm
    .select({ customerId: customerWarningModes.customerId, mode: customerWarningModes.mode })
    .from(customerWarningModes)
    .where(
      and(
        eq(customerWarningModes.organizationId, tx.organizationId),
        inArray(customerWarningModes.customerId, [...customerIds]),
      ),
    );
  return new Map(rows.map(({ customerId, mode }) => [customerId, mode]));
}

/** Null: as the settings say. */
export async function saveCustomerMode(
  tx: TenantTx,
  customerId: string,
  mode: WarningMode | null,
  now: number,
): Promise<void> {
  const of = and(
    eq(customerWarningModes.organizationId, tx.organizationId),
    eq(customerWarningModes.customerId, customerId),
  );
  if (mode === null) {
    await tx.orm.delete(customerWarningModes).where(of);
    return;
  }
  await tx.orm
    .insert(customerWarningModes)
    .values({ organizationId: tx.organizationId, customerId, mode, updatedAt: now })
    .onConflictDoUpdate({
      target: [customerWarningModes.organizationId, customerWarningModes.customerId],
      set: { mode, updatedAt: now },
    });
}
