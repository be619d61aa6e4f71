import { expect, it } from "vitest";
import { findThreshold } from "@/lib/auth/page-gate";
import { contactInput } from "@/lib/domain/contact";
import { pageCreateInput, pagePatchInput } from "@/lib/domain/page";
import { hourMs } from "@/lib/domain/time";
import { archiveContact, createContact } from "@/lib/operations/contacts";
import { readCustomerLayer } from "@/lib/operations/customer-layer";
import { createPage, updatePage } from "@/lib/operations/pages";
import { signed, statementsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says } from "./ledger-rig";

const now = day(10);
let made = 0;

async function shop(customerLayer = true) {
  const scope = newScope();
  const component = await newComponent(scope, "Checkout");
  await append(scope, [says(component, "operational", day(0))], day(0));
  await append(scope, [says(component, "major_outage", day(4))], day(4));
  await append(scope, [says(component, "operational", day(4) + hourMs)], day(4) + hourMs);
  const { customer, contract } = await signed(scope, component, { startsAt: day(0), now });
  const contact = await createContact(
    scope,
    customer.id,
    contactInput.parse({ name: "Ana", email: `ana${made}@northwind.example` }),
    now,
  );
  made += 1;
  const slug = `layer-${made}`;
  const page = await createPage(
    scope,
    pageCreateInput.parse({ slug, name: "Acme", customer_layer: customerLayer }),
    now,
  );
  const door = (await findThreshold(slug))?.scope;
  if (!door) throw new Error("no page");
  return { scope, customer, contract, contact, page, door };
}

it("a contact sees its customer's components, standing and credits, in the figures of the statement", async () => {
  const { scope, contract, contact, door } = await shop();
  const layer = await readCustomerLayer(door, contact.id, now);
  const [statement] = await statementsOf(scope, contract.id, now);
  expect(layer).toMatchObject({
    customer: "Northwind",
    components: [{ name: "Checkout", state: "operational" }],
    services: [{ figures: { service: "Checkout", downtimeMs: hourMs, isBroken: true, credit: null } }],
    credits: [],
  });
  expect(layer.services[0]?.period).toEqual(statement?.period);
});

it("nobody sees another customer's, another tenant's, or anything once the contact or the layer is gone", async () => {
  const [mine, theirs] = [await shop(), await shop()];
  const missing = { code: "not_found" };
  await expect(readCustomerLayer(mine.door, theirs.contact.id, now)).rejects.toMatchObject(missing);
  await expect(readCustomerLayer(mine.door, "con_none", now)).rejects.toMatchObject(missing);
  await updatePage(
    mine.scope,
    { id: mine.page.id, patch: pagePatchInput.parse({ customer_layer: false }) },
    now,
  );
  await expect(readCustomerLayer(mine.door, mine.contact.id, now)).rejects.toMatchObject(missing);
  await archiveContact(theirs.scope, { customerId: theirs.customer.id, id: theirs.contact.id }, now);
  await expect(readCustomerLayer(theirs.door, theirs.contact.id, now)).rejects.toMatchObject(missing);
});
