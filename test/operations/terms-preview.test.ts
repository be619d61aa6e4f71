import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { parseInput } from "@/lib/domain/complaint";
import { contractInput } from "@/lib/domain/contract";
import type { TenantScope } from "@/lib/domain/scope";
import { previewNote } from "@/lib/domain/terms-preview";
import { hourMs } from "@/lib/domain/time";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { createContract } from "@/lib/operations/contracts";
import { listCredits } from "@/lib/operations/credits";
import { createCustomer } from "@/lib/operations/customers";
import { listStatements } from "@/lib/operations/statements";
import { previewContract } from "@/lib/operations/terms-preview";
import { contractBody, termsOf } from "./contract-rig";
import { append, newComponent, newScope, says } from "./ledger-rig";

afterAll(closeDatabase);

const august = Date.UTC(2026, 7, 1);
const now = Date.UTC(2026, 10, 5);
type Json = Record<string, unknown>;

/** Two components that were down in August, September and October: hours of each month. */
async function twoServices() {
  const scope = newScope();
  const [checkout, search] = [
    await newComponent(scope, "Checkout", august),
    await newComponent(scope, "Search", august),
  ];
  const down = (id: string, month: number, hours: number) => {
    const at = Date.UTC(2026, month, 10);
    return hours === 0 ? [] : [says(id, "major_outage", at), says(id, "operational", at + hours * hourMs)];
  };
  const words = [
    ...[says(checkout, "operational", august), says(search, "operational", august)],
    ...[down(checkout, 7, 10), down(checkout, 8, 10), down(checkout, 9, 0)].flat(),
    ...[down(search, 7, 2), down(search, 8, 10), down(search, 9, 10)].flat(),
  ];
  await append(scope, words, now - hourMs);
  return { scope, checkout, search };
}

/** A contract that promises both, changed as the test says. */
async function agreement(changes: Json, terms: Json = {}) {
  const { scope, checkout, search } = await twoServices();
  const facts = { external_id: null, email: null, tax_id: null, address: null, accounting: null };
  const customer = await createCustomer(scope, { name: "Northwind", ...facts }, now);
  const promise = (service: string, id: string) => ({
    ...{ service, window: { type: "calendar_month" } },
    fees: { currency: "EUR", amount_minor: 100_000 },
    terms: termsOf(id, terms),
  });
  const body = {
    ...contractBody(customer.id, checkout, august, changes),
    commitments: [promise("Checkout", checkout), promise("Search", search)],
  };
  return { scope, input: parseInput(contractInput, body) };
}

/** What the same contract, once signed, is really credited when all its months are closed. */
async function closedCredits(scope: TenantScope, input: Parameters<typeof createContract>[1]) {
  await createContract(scope, input, now);
  await closeInBulk(scope, { filter: {}, dry_run: false }, now);
  const { items: statements } = await listStatements(scope, { limit: 200, status: "closed" }, now);
  const { items: credits } = await listCredits(scope, { limit: 200 }, now);
  const amountOf = (id: string) => credits.find(({ statementId }) => statementId === id)?.amountMinor ?? 0;
  return input.commitments.map(({ service }) =>
    statements
      .filter((statement) => statement.service === service)
      .toSorted((a, b) => a.period.from - b.period.from)
      .map(({ id }) => amountOf(id)),
  );
}

async function previewed(scope: TenantScope, input: Parameters<typeof createContract>[1]) {
  const commitments = await previewContract(scope, input, now);
  return commitments.map(({ periods }) => periods.map(({ creditMinor }) => creditMinor));
}

describe("the last three months under terms that nobody signed yet", () => {
  it.each([
    [
      "as they are",
      {},
      {},
      [
        [25_000, 25_000, 0],
        [10_000, 25_000, 25_000],
      ],
    ],
    [
      "with a cap whose rest is carried forward",
      {},
      { cap: { percent_of_fee: "20", absolute_minor: null }, carry_forward: true },
      [
        [20_000, 20_000, 10_000],
        [10_000, 20_000, 20_000],
      ],
    ],
    [
      "with a cap on the whole contract",
      { invoice_cap: { absolute_minor: 30_000 } },
      {},
      [
        [25_000, 25_000, 0],
        [5_000, 5_000, 25_000],
      ],
    ],
    [
      "with only the highest credit",
      { stacking: "best_only" },
      {},
      [
        [25_000, 25_000, 0],
        [0, 0, 25_000],
      ],
    ],
    [
      "with days on which the contract rests",
      { suspended: [{ from: "2026-09-10T00:00:00Z", to: "2026-09-11T00:00:00Z" }] },
      {},
      [
        [25_000, 0, 0],
        [10_000, 0, 25_000],
      ],
    ],
  ])(
    "cost what the same contract is credited once it is signed and closed: %s",
    async (_, changes, terms, costs) => {
      const { scope, input } = await agreement(changes, terms);
      const preview = await previewed(scope, input);
      expect(preview).toEqual(costs);
      expect(await closedCredits(scope, input)).toEqual(preview);
    },
  );

  it("say what of the whole contract is in the figures, and what cannot be known", async () => {
    expect(previewNote((await agreement({})).input)).toBeNull();
    const { input } = await agreement(
      { invoice_cap: { absolute_minor: 30_000 }, stacking: "best_only" },
      { carry_forward: true },
    );
    expect(previewNote(input)).toBe(
      "Included: the cap of the whole contract, that only the highest credit counts and what a period carries into the next. Nothing is carried into the first one: what came before it is not known.",
    );
  });
});
