import { inTenant, type TenantTx } from "@/db/client";
import { customersListening, listeningContacts } from "@/db/queries/contact";
import { findContracts } from "@/db/queries/contract";
import { nameCustomers } from "@/db/queries/customer";
import { ownOrganization } from "@/db/queries/organization";
import type { StatementRow } from "@/db/queries/statement";
import { statementsOfMonth } from "@/db/queries/warning";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, formatInstant, type Ms } from "@/lib/domain/time";
import { notify } from "./notices";
import { figuresByStatement } from "./warning-figures";
import { contactRecipient, organizationSender } from "./warning-mail";

/**
 * Sends customers their service levels of the last month, once all its statements are closed; each contact hears of a
 * month once, however often this runs (RULES R7.1).
 */
export function sendCustomerReports(scope: TenantScope, now: Ms): Promise<void> {
  permit(scope, "finance");
  const month = monthBefore(now);
  return inTenant(scope, async (tx) => {
    const customers = await customersListening(tx, "reports");
    const statements = await statementsOfMonth(tx, month, customers);
    const closed = [...Map.groupBy(statements, ({ customerId }) => customerId)].filter(([, own]) =>
      own.every(({ closedAt }) => closedAt !== null),
    );
    for (const [customerId, own] of closed) await sendReport(tx, { customerId, month, own }, now);
  });
}

/** `YYYY-MM` of the month before. */
function monthBefore(now: Ms): string {
  const day = Number(formatInstant(now).slice(8, 10));
  return formatInstant(now - day * dayMs).slice(0, 7);
}

type Report = { customerId: string; month: string; own: readonly StatementRow[] };

async function sendReport(tx: TenantTx, { customerId, month, own }: Report, now: Ms): Promise<void> {
  const contacts = await listeningContacts(tx, [customerId], "reports");
  const figures = await figuresByStatement(
    tx,
    own.map(({ id }) => id),
    false,
    now,
  );
  const [contract] = await findContracts(
    tx,
    own.slice(0, 1).map(({ contractId }) => contractId),
  );
  const organization = (await ownOrganization(tx))?.name ?? "";
  const [customer] = await nameCustomers(tx, [customerId]);
  const slots = {
    ...{ organization, customer: customer?.name ?? "", services: [...figures.values()] },
    period: {
      from: Math.min(...own.map(({ periodFrom }) => periodFrom)),
      to: Math.max(...own.map(({ periodTo }) => periodTo)),
      timezone: contract?.timezone ?? "UTC",
    },
  };
  const recipients = contacts.map((contact) => contactRecipient(contact));
  const notice = { factId: `sla_report:${customerId}:${month}`, template: "sla_report", slots } as const;
  await notify(tx, { ...notice, recipients, sender: organizationSender(organization) }, now);
}
