import type { MemberPage } from "@/app/_server/page";
import { Confirm } from "@/app/_ui/confirm";
import type { CustomerTies } from "@/db/queries/customer";
import type { CustomerView } from "@/lib/domain/customer";
import { retireCustomer } from "../actions";

/** The question before a customer goes: what goes on, what waits, and what stays. */
export function ArchiveCustomer({
  member,
  customer,
  ties,
}: {
  member: MemberPage;
  customer: CustomerView;
  ties: CustomerTies;
}) {
  return (
    <Confirm
      label="Archive"
      title={`Archive ${customer.name}?`}
      verb={`Archive ${customer.name}`}
      action={retireCustomer}
      fields={{ organization: member.organization.slug, id: customer.id }}
    >
      <ul className="list-disc space-y-1 pl-4">
        <li>It leaves the list, and no new contract can be made with it.</li>
        <li>{going(ties.running)}</li>
        {ties.waiting > 0 ? (
          <li>{many(ties.waiting, "ended period waits", "ended periods wait")} to be closed.</li>
        ) : null}
        {ties.openCredits > 0 ? (
          <li>{many(ties.openCredits, "credit is", "credits are")} not settled and stay open.</li>
        ) : null}
        <li>Every contract, statement, credit and memo stays readable and exportable.</li>
      </ul>
    </Confirm>
  );
}

function going(running: number): string {
  if (running === 0) return "No contract is in force any more.";
  return `${many(running, "contract goes on", "contracts go on")} being computed: end what is over first.`;
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
