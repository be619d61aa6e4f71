import { beforeAll, describe, expect, it } from "vitest";
import { placesFor } from "@/app/_shell/sections";
import { memberScope } from "@/lib/auth/scope";
import { parseInput } from "@/lib/domain/complaint";
import { contractInput, contractListInput } from "@/lib/domain/contract";
import { customerListInput } from "@/lib/domain/customer";
import { grantsFor, type Role } from "@/lib/domain/permission";
import { amendContract } from "@/lib/operations/amendments";
import { cloneContract } from "@/lib/operations/contract-clone";
import { endContract, getContract, listContracts } from "@/lib/operations/contracts";
import { readCustomerNames, readCustomerTies } from "@/lib/operations/customer-ties";
import { getCustomer, listCustomers } from "@/lib/operations/customers";
import { searchObjects } from "@/lib/operations/search";
import { previewContract } from "@/lib/operations/terms-preview";
import { contractBody, signed } from "./contract-rig";
import { newComponent, newScope } from "./ledger-rig";

const now = Date.UTC(2026, 10, 20);
const startsAt = Date.UTC(2026, 8, 1);
const withMoney: readonly Role[] = ["owner", "finance"];
const withoutMoney: readonly Role[] = ["admin", "responder", "viewer"];

let organizationId: string;
let customerId: string;
let contractId: string;
let componentId: string;

beforeAll(async () => {
  const scope = newScope();
  organizationId = scope.organizationId;
  componentId = await newComponent(scope, "Checkout", now);
  const { customer, contract } = await signed(scope, componentId, { startsAt, now, name: "Northwind gold" });
  customerId = customer.id;
  contractId = contract.id;
});

describe("a role without finance sees neither amounts nor terms", () => {
  it.each(withoutMoney)("%s is refused by every operation", async (role) => {
    const scope = memberScope(organizationId, "usr_1", role);
    const id = contractId;
    const input = parseInput(contractInput, contractBody(customerId, componentId, startsAt));
    const [first] = input.commitments;
    if (!first) throw new Error("one commitment");
    const amendment = { id, effective_from: now, terms: first.terms, restate: false };
    const calls = [
      () => listCustomers(scope, customerListInput.parse({})),
      () => getCustomer(scope, customerId),
      () => readCustomerTies(scope, [customerId], now),
      () => readCustomerNames(scope, [customerId]),
      () => listContracts(scope, contractListInput.parse({}), now),
      () => getContract(scope, id),
      () => previewContract(scope, input, now),
      () => amendContract(scope, amendment, now),
      () => endContract(scope, { id, ends_at: now }, now),
      () => cloneContract(scope, { id, name: "Copy", starts_at: startsAt, ends_at: null }, now),
    ];
    for (const call of calls)
      await expect((async () => call())()).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each(withoutMoney)("the palette finds %s no customer, no contract and no way to them", async (role) => {
    const scope = memberScope(organizationId, "usr_1", role);
    expect(await searchObjects(scope, "northwind", now)).toEqual([]);
    expect(placesFor("acme", grantsFor(role)).map(({ name }) => name)).not.toContain("customers");
  });

  it.each(withMoney)("%s finds both", async (role) => {
    const scope = memberScope(organizationId, "usr_1", role);
    const found = await searchObjects(scope, "northwind", now);
    expect(found.map(({ type, id }) => [type, id])).toEqual([
      ["customer", customerId],
      ["contract", contractId],
    ]);
    expect(placesFor("acme", grantsFor(role)).map(({ name }) => name)).toContain("customers");
  });
});
