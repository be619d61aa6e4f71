import { inTenant, type TenantTx } from "@/db/client";
import {
  type ContactChange,
  type ContactRow,
  findContact,
  lockContact,
  updateContact,
} from "@/db/queries/contact";
import { findCustomer } from "@/db/queries/customer";
import { ownOrganization } from "@/db/queries/organization";
import { forgiveAddress } from "@/db/queries/subscriber";
import { systemScope } from "@/lib/auth/scope";
import type { CustomerDocuments } from "@/lib/domain/customer-layer";
import { notFound } from "@/lib/domain/errors";
import type { ContactTopic } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import type { LinkHolder } from "@/lib/signed-link";
import { documentsOf } from "./customer-documents";
import { cancelForRecipient } from "./notices";
import { audit } from "./record";

/** What the holder of a contact's link may see. */
export type ContactPreferences = {
  organization: string;
  customer: string;
  documents: CustomerDocuments;
  contact: Pick<ContactRow, "email" | "topics" | "locale" | "timezone"> & {
    state: "active" | "unsubscribed" | "quarantined";
  };
};

/** Throws `not_found` for a link that is not valid any more. */
export function readContactPreferences(holder: LinkHolder): Promise<ContactPreferences> {
  return inTenant(scopeOf(holder), async (tx) => preferencesOf(tx, await findOwn(tx, holder, findContact)));
}

/** What the contact wants to be told; whoever chooses wants to be told again, and says that its mailbox works. */
export function chooseContactTopics(
  holder: LinkHolder,
  topics: ContactTopic[],
  now: Ms,
): Promise<ContactPreferences> {
  return change(holder, "contact.choose", now, async (tx, row) => {
    await forgiveAddress(tx, row.addressKey);
    return { topics, unsubscribedAt: null, quarantinedAt: null, quarantineReason: null };
  });
}

/** Nothing more is sent, what waits already included. A second time changes nothing. */
export function unsubscribeContact(holder: LinkHolder, now: Ms): Promise<ContactPreferences> {
  return change(holder, "contact.unsubscribe", now, async (tx, row) => {
    await cancelForRecipient(tx, row.id);
    return row.unsubscribedAt === null ? { unsubscribedAt: now } : null;
  });
}

async function change(
  holder: LinkHolder,
  action: string,
  now: Ms,
  decide: (tx: TenantTx, row: ContactRow) => Promise<ContactChange | null>,
): Promise<ContactPreferences> {
  const scope = scopeOf(holder);
  return await inTenant(scope, async (tx) => {
    const before = await findOwn(tx, holder, lockContact);
    const wanted = await decide(tx, before);
    if (wanted === null) return await preferencesOf(tx, before);
    const after = await updateContact(tx, before, wanted, now);
    const shown = ({ topics, unsubscribedAt }: ContactRow) => ({ topics, unsubscribed_at: unsubscribedAt });
    const act = { action, objectType: "contact", objectId: before.id };
    await audit(tx, scope, { ...act, before: shown(before), after: shown(after) }, now);
    return await preferencesOf(tx, after);
  });
}

async function findOwn(
  tx: TenantTx,
  { id, generation }: LinkHolder,
  find: (tx: TenantTx, id: string) => Promise<ContactRow | undefined>,
): Promise<ContactRow> {
  const row = await find(tx, id);
  if (!row || row.linkGeneration !== generation || row.archivedAt !== null) throw notFound("subscription");
  return row;
}

async function preferencesOf(tx: TenantTx, row: ContactRow): Promise<ContactPreferences> {
  const { email, topics, locale, timezone, unsubscribedAt, quarantinedAt } = row;
  const state = unsubscribedAt !== null ? "unsubscribed" : quarantinedAt !== null ? "quarantined" : "active";
  return {
    organization: (await ownOrganization(tx))?.name ?? "",
    customer: (await findCustomer(tx, row.customerId))?.name ?? "",
    documents: await documentsOf(tx, row.customerId),
    contact: { email, topics, locale, timezone, state },
  };
}

/** Whoever holds a recipient's link acts as that recipient. */
function scopeOf({ organizationId, id }: LinkHolder) {
  return systemScope(organizationId, id);
}
