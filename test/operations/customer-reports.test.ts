import { expect, it } from "vitest";
import { contactInput } from "@/lib/domain/contact";
import { closeStatement } from "@/lib/operations/closing";
import { createContact } from "@/lib/operations/contacts";
import { sendCustomerReports } from "@/lib/operations/customer-reports";
import { signed, statementsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says, start } from "./ledger-rig";
import { copies } from "./subscriber-rig";

it("sends a month's service levels once all its statements are closed, and once only", async () => {
  const scope = newScope();
  const component = await newComponent(scope);
  const now = day(40);
  await append(scope, [says(component, "operational", start)], start);
  const { contract } = await signed(scope, component, { startsAt: start, now });
  await createContact(
    scope,
    contract.customerId,
    contactInput.parse({ name: "Ana", email: "ana@customer.example", topics: ["reports"] }),
    now,
  );
  await sendCustomerReports(scope, now);
  expect(await copies(scope, now)).toEqual([]);
  const [october] = await statementsOf(scope, contract.id, now);
  await closeStatement(scope, october?.id ?? "", now);
  await sendCustomerReports(scope, now);
  await sendCustomerReports(scope, day(41));
  expect(await copies(scope, now)).toMatchObject([
    { address: "ana@customer.example", template: "sla_report" },
  ]);
});
