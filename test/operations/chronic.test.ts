import { afterAll, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { dayMs, hourMs } from "@/lib/domain/time";
import { readChronic } from "@/lib/operations/chronic";
import { closeStatement, closeStatements } from "@/lib/operations/closing";
import { member, tenant } from "../auth/people";
import { signed, statementsOf, termsOf } from "./contract-rig";
import { append, newComponent, says } from "./ledger-rig";

afterAll(closeDatabase);

const begin = Date.UTC(2026, 6, 1);
const october = Date.UTC(2026, 9, 1);
const now = october + 2 * dayMs;

it("three broken months in a row tell owner and finance once, and show until the right's deadline", async () => {
  const { owner } = await tenant("chronic");
  const finance = await member(owner, "finance@chronic.test", "finance");
  const viewer = await member(owner, "viewer@chronic.test", "viewer");
  const id = await newComponent(owner, "Checkout", begin);
  const outages = [6, 7, 8].map((month) => Date.UTC(2026, month, 10));
  const words = outages.flatMap((at) => [
    says(id, "major_outage", at),
    says(id, "operational", at + 10 * hourMs),
  ]);
  await append(owner, [says(id, "operational", begin), ...words], now - hourMs);
  const row = { kind: "periods_breached", n: 3, within_periods: 3, consecutive: true };
  const terms = termsOf(id, { chronic: { triggers: [row], exercise_within_days: 30 } });
  const { contract } = await signed(owner, id, { startsAt: begin, now, terms });
  const months = (await statementsOf(owner, contract.id, now)).slice(0, 3).map((each) => each.id);
  const told = () =>
    inTenant(owner, (tx) => tx.sql`select address from deliveries where template = 'chronic_notice'`);

  await closeStatements(owner, months.slice(0, 2), now);
  expect([await told(), await readChronic(finance, {}, now)]).toEqual([[], []]);
  await closeStatement(owner, months[2] ?? "", now);
  const addresses = (await told()).map(({ address }) => String(address).split("@")[0]);
  expect(addresses.toSorted()).toEqual(["finance", "owner"]);
  const [met] = await readChronic(finance, { contractId: contract.id }, now);
  expect(met).toMatchObject({ metAt: october, exerciseUntil: october + 30 * dayMs, service: "Checkout" });
  expect(await readChronic(finance, {}, october + 30 * dayMs)).toEqual([]);
  expect(() => readChronic(viewer, {}, now)).toThrow();

  const november = Date.UTC(2026, 10, 2);
  const [, , , next] = await statementsOf(owner, contract.id, november);
  await closeStatement(owner, next?.id ?? "", november + dayMs);
  expect(await told()).toHaveLength(2);
});
