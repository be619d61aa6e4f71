import { parseInput } from "@/lib/domain/complaint";
import { contactInput } from "@/lib/domain/contact";
import { contractInput } from "@/lib/domain/contract";
import { correctionInput } from "@/lib/domain/correction-input";
import { customerInput } from "@/lib/domain/customer";
import type { TenantScope } from "@/lib/domain/scope";
import { localDate, startOfDate } from "@/lib/domain/sla/calendar";
import { statementListInput } from "@/lib/domain/statement";
import { formatInstant, hourMs, type Ms, minuteMs } from "@/lib/domain/time";
import { closeStatement } from "@/lib/operations/closing";
import { createContact } from "@/lib/operations/contacts";
import { createContract } from "@/lib/operations/contracts";
import { correctLedger } from "@/lib/operations/correction";
import { reportCounts } from "@/lib/operations/counts";
import { createCustomer } from "@/lib/operations/customers";
import { restate } from "@/lib/operations/statement-work";
import { listStatements } from "@/lib/operations/statements";
import { demoAgreements, demoZone, monthStart } from "./seed-agreements";
import { demoCounts } from "./seed-counts";

/**
 * Whom the demo shop promised what: five agreements of different shapes over the demo's history, with a closed month
 * that was broken and its approved credit, a claim that is open, and a period that was restated after a correction.
 */
export async function seedContracts(
  scope: TenantScope,
  components: ReadonlyMap<string, string>,
  now: Ms,
): Promise<void> {
  const idOf = (name: string) => components.get(name) ?? "";
  const counted = demoCounts(monthStart(now, 1), now);
  await reportCounts(scope, { component_id: idOf("Public API"), ...counted }, now);
  const contracts = new Map<string, string>();
  for (const { customer, contract } of demoAgreements(idOf, now)) {
    const { id } = await createCustomer(scope, parseInput(customerInput, customer), now);
    await createContact(scope, id, parseInput(contactInput, contactOf(customer)), now);
    const input = parseInput(contractInput, { ...contract, customer_id: id });
    contracts.set(customer.external_id, (await createContract(scope, input, now)).id);
  }
  await closeEnded(scope, contracts.get("C-1001"), monthStart(now, 1), now);
  await closeEnded(scope, contracts.get("C-1003"), monthStart(now, 0), now);
  await closeEnded(scope, contracts.get("C-1004"), monthStart(now, 0), now);
  await restateHours(scope, idOf("Sign-in"), contracts.get("C-1005"), now);
}

/** Who is told the customer's own numbers. */
function contactOf({ name, email }: { name: string; email: string }) {
  return { name: `Operations at ${name}`, email: email.replace(/^[^@]+/, "operations"), timezone: demoZone };
}

/** Closes every period of a contract that ended by an instant, oldest first. */
async function closeEnded(
  scope: TenantScope,
  contractId: string | undefined,
  by: Ms,
  now: Ms,
): Promise<void> {
  if (contractId === undefined) return;
  const input = parseInput(statementListInput, { contract_id: contractId });
  const { items } = await listStatements(scope, input, now);
  for (const { id, period, status } of items.toReversed())
    if (period.to <= by && status === "ready") await closeStatement(scope, id, now);
}

/** Closes a month of the service-hours contract, learns that an outage was missed in it, and closes its restatement. */
async function restateHours(
  scope: TenantScope,
  componentId: string,
  contractId: string | undefined,
  now: Ms,
): Promise<void> {
  await closeEnded(scope, contractId, monthStart(now, 1), now);
  const from = workdayAt(monthStart(now, 2), 10 * hourMs + 20 * minuteMs);
  const correction = parseInput(correctionInput, {
    from: formatInstant(from),
    to: formatInstant(from + 95 * minuteMs),
    state: "major_outage",
    reason:
      "Access logs of the identity provider show that nobody could sign in; our checks had used a cached session",
  });
  await correctLedger(scope, { ...correction, component_id: componentId, dry_run: false }, now);
  await restate(scope, { componentIds: [componentId], from: correction.from, to: correction.to });
  await closeEnded(scope, contractId, monthStart(now, 1), now);
}

/** Some hours into the second Tuesday after an instant, on clocks of the demo. */
function workdayAt(month: Ms, intoDay: Ms): Ms {
  const [year = 0, number = 1] = localDate(month, demoZone).split("-").map(Number);
  const first = new Date(Date.UTC(year, number - 1, 1)).getUTCDay();
  const day = 8 + ((2 - first + 7) % 7);
  const date = `${year}-${String(number).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return startOfDate(date, demoZone) + intoDay;
}
