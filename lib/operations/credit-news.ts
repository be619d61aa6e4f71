import type { TenantTx } from "@/db/client";
import { listeningContacts } from "@/db/queries/contact";
import { findCommitment } from "@/db/queries/contract";
import type { CreditRow, MemoRow } from "@/db/queries/credit";
import { nameCustomers } from "@/db/queries/customer";
import { ownOrganization } from "@/db/queries/organization";
import { findStatement } from "@/db/queries/statement";
import type { Ms } from "@/lib/domain/time";
import { preferencesAddress } from "@/lib/signed-link";
import { emitEvent } from "./events";
import { notify } from "./notices";
import { contactRecipient, organizationSender } from "./warning-mail";

/** Integrators and the customer's contacts hear of a memo, in the transaction that made it. */
export async function tellIssued(tx: TenantTx, credit: CreditRow, memo: MemoRow, now: Ms): Promise<void> {
  await emitEvent(tx, issuedEvent(credit, memo), now);
  await tellCredit(tx, credit, memo, now);
}

/** Webhooks belong to admins, who may not see money: the event has no amount, its reader asks for it with `finance`. */
function issuedEvent(
  { id, statementId, customerId, contractId }: CreditRow,
  { number, kind, postingDate }: MemoRow,
) {
  const data = {
    ...{ id, number, kind, posting_date: postingDate },
    ...{ statement_id: statementId, customer_id: customerId, contract_id: contractId },
  };
  return { type: "credit.issued", data };
}

/** Sends the memo of a credit to the customer's contacts who want to hear of credits; a debit is for people to explain. */
async function tellCredit(tx: TenantTx, credit: CreditRow, memo: MemoRow, now: Ms): Promise<void> {
  if (memo.kind !== "credit_memo") return;
  const contacts = await listeningContacts(tx, [credit.customerId], "credits");
  const statement = await findStatement(tx, credit.statementId);
  if (contacts.length === 0 || !statement) return;
  const [customer] = await nameCustomers(tx, [credit.customerId]);
  const organization = (await ownOrganization(tx))?.name ?? "";
  const service = (await findCommitment(tx, credit.commitmentId))?.service ?? "";
  const slots = {
    ...{ organization, customer: customer?.name ?? "", service, memo: memo.number },
    period: { from: statement.periodFrom, to: statement.periodTo },
    amount: { currency: memo.currency, amountMinor: memo.grossMinor ?? memo.amountMinor },
  };
  const recipients = contacts.map((contact) => {
    const { slots: doors, ...recipient } = contactRecipient(tx, contact);
    const holder = {
      organizationId: tx.organizationId,
      id: contact.id,
      generation: contact.linkGeneration,
    };
    const memoLink = `${preferencesAddress(holder)}/memo/${credit.id}.pdf`;
    return { ...recipient, slots: { ...doors, memoLink } };
  });
  const sender = organizationSender(organization);
  await notify(
    tx,
    { factId: `credit_issued:${memo.id}`, template: "credit_issued", slots, recipients, sender },
    now,
  );
}
