import type { TenantTx } from "@/db/client";
import { type ContactRow, listeningContacts } from "@/db/queries/contact";
import { coverAddresses, toldAddresses } from "@/db/queries/told-once";
import { mailbox } from "@/lib/domain/notice";
import { installationAddress } from "@/lib/domain/sender";
import type { Ms } from "@/lib/domain/time";
import type { CustomerWarning, LateDoors } from "@/lib/domain/told";
import type { WarningCause } from "@/lib/domain/warning";
import { env } from "@/lib/env";
import { warnedReason } from "./announcements";
import { notify } from "./notices";
import { newId } from "./record";
import { sameFact } from "./same-fact";

export type SendableWarning = {
  customerId: string;
  factId: string;
  message: CustomerWarning;
  cause: WarningCause;
};

/**
 * Sends a customer's message to its contacts. Whoever has heard the same from a page already is left alone; whose copy
 * from a page still waits gets this one instead. Returns how many are written to.
 */
export async function sendWarning(tx: TenantTx, warning: SendableWarning, now: Ms): Promise<number> {
  const { customerId, factId, message, cause } = warning;
  const contacts = await listeningContacts(tx, [customerId], "outages");
  const fact = await sameFact(tx, cause);
  const heard = fact
    ? await toldAddresses(
        tx,
        fact.factId,
        contacts.map((each) => each.addressKey),
      )
    : new Set();
  const left = contacts.filter(({ addressKey }) => !heard.has(addressKey));
  if (left.length === 0) return 0;
  await notify(
    tx,
    {
      ...{ factId, template: "customer_warning", slots: message, incidentId: cause.incidentId },
      recipients: left.map((contact) => contactRecipient(contact)),
      detectedAt: cause.phase === "opened" ? cause.detectedAt : null,
      threadId: `${cause.groupId}.${customerId}`,
      sender: organizationSender(message.organization),
    },
    now,
  );
  if (fact) {
    const copies = left.map(({ email, addressKey }) => ({
      id: newId("delivery", now),
      address: email,
      addressKey,
    }));
    await coverAddresses(tx, copies, { ...fact, reason: warnedReason }, now);
  }
  return left.length;
}

/** What goes to customers comes under the organization's name. */
export function organizationSender(name: string) {
  return { from: mailbox(name, installationAddress(env().emailFrom)), replyTo: null };
}

/** A contact as a notice names it; its doors are made when its copy leaves. */
export function contactRecipient({ id, email, addressKey, locale, timezone, linkGeneration }: ContactRow) {
  const slots: LateDoors = { generation: String(linkGeneration) };
  return { address: email, addressKey, recipientId: id, locale, timezone, slots };
}
