import type { TenantTx } from "@/db/client";
import { type ContactRow, listeningContacts } from "@/db/queries/contact";
import { type CreditRow, type CreditTitle, creditTitles, type MemoRow } from "@/db/queries/credit";
import { ownOrganization } from "@/db/queries/organization";
import { webhooksListening } from "@/db/queries/webhook";
import type { Ms } from "@/lib/domain/time";
import { type NewEvent, sendEvents } from "./events";
import { notify } from "./notices";
import { contactRecipient, organizationSender } from "./warning-mail";

/** A credit and the memo that was made for it. */
export type Issued = { credit: CreditRow; memo: MemoRow };

/** Integrators and the customers' contacts hear of memos, in the transaction that made them. */
export async function tellIssued(tx: TenantTx, issued: readonly Issued[], now: Ms): Promise<void> {
  const events = issued.map(({ credit, memo }) => issuedEvent(credit, memo));
  const listening = await webhooksListening(tx, "credit.issued");
  if (listening.length > 0) await sendEvents(tx, events, listening, now);
  await tellContacts(tx, issued, now);
}

/** Webhooks belong to admins, who may not see money: the event has no amount, its reader asks for it with `finance`. */
function issuedEvent(
  { id, statementId, customerId, contractId }: CreditRow,
  { number, kind, postingDate }: MemoRow,
): NewEvent {
  const data = {
    ...{ id, number, kind, posting_date: postingDate },
    ...{ statement_id: statementId, customer_id: customerId, contract_id: contractId },
  };
  return { type: "credit.issued", data };
}

/**
 * Sends memos to the contacts at each customer who want to hear of credits; a debit is for people to explain. What is
 * told is read for all of them together.
 */
async function tellContacts(tx: TenantTx, issued: readonly Issued[], now: Ms): Promise<void> {
  const credits = issued.filter(({ memo }) => memo.kind === "credit_memo");
  const told = credits.map(({ credit }) => credit);
  const customerIds = [...new Set(told.map(({ customerId }) => customerId))];
  const contacts = await listeningContacts(tx, customerIds, "credits");
  if (contacts.length === 0) return;
  const listeners = Map.groupBy(contacts, ({ customerId }) => customerId);
  const titles = await creditTitles(
    tx,
    told.map(({ statementId }) => statementId),
  );
  const titleOf = new Map(titles.map((title) => [title.statementId, title]));
  const organization = (await ownOrganization(tx))?.name ?? "";
  for (const each of credits) {
    const title = titleOf.get(each.credit.statementId);
    const listening = listeners.get(each.credit.customerId);
    if (title && listening) await tellOne(tx, each, { organization, title, listening }, now);
  }
}

async function tellOne(
  tx: TenantTx,
  { credit, memo }: Issued,
  {
    organization,
    title,
    listening,
  }: { organization: string; title: CreditTitle; listening: readonly ContactRow[] },
  now: Ms,
): Promise<void> {
  const slots = {
    ...{ organization, customer: title.customerName, service: title.service },
    ...{ creditId: credit.id, memo: memo.number },
    period: { from: title.periodFrom, to: title.periodTo, timezone: title.timezone },
    amount: { currency: memo.currency, amountMinor: memo.grossMinor ?? memo.amountMinor },
  };
  const recipients = listening.map(contactRecipient);
  const fact = { factId: `credit_issued:${memo.id}`, template: "credit_issued" as const };
  await notify(tx, { ...fact, slots, recipients, sender: organizationSender(organization) }, now);
}
