import { beforeEach, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { contactInput, warningSettingsInput } from "@/lib/domain/contact";
import { incidentInput } from "@/lib/domain/incident";
import type { OutageGroup } from "@/lib/domain/outage-group";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, type Ms, minuteMs } from "@/lib/domain/time";
import { type WarningCause, warningCause } from "@/lib/domain/warning";
import { createContact, setCustomerMode } from "@/lib/operations/contacts";
import { prepareWarnings, warnCustomers } from "@/lib/operations/customer-warnings";
import { publishIncident } from "@/lib/operations/incident-publishing";
import { createIncident } from "@/lib/operations/incidents";
import { approveWarning, discardWarning, listWarnings, setWarningSettings } from "@/lib/operations/warnings";
import { signed } from "./contract-rig";
import { append, day, newComponent, newScope, says, start } from "./ledger-rig";
import { copies, newPage, subscribed } from "./subscriber-rig";

let scope: TenantScope;
let component: string;
let customerId: string;
const down = day(10);
const now = down + hourMs;

beforeEach(async () => {
  scope = newScope();
  component = await newComponent(scope);
  await append(scope, [says(component, "operational", start), says(component, "major_outage", down)], now);
  const { contract } = await signed(scope, component, { startsAt: start, now });
  customerId = contract.customerId;
});

const settings = (mode: string, more: object = {}) =>
  setWarningSettings(scope, warningSettingsInput.parse({ mode, ...more }), now);
const contact = (email: string, more: object = {}) =>
  createContact(scope, customerId, contactInput.parse({ name: "Ana", email, ...more }), now);

function group(incidentId: string | null, endedAt: Ms | null = null): OutageGroup {
  const outage = { id: "out_1", monitorId: "mon_1", componentId: component, startedAt: down };
  return {
    incidentId,
    phase: endedAt === null ? "opened" : "ended",
    cause: { type: "component", id: component, title: "Checkout" },
    outages: [{ ...outage, confirmedAt: down + minuteMs, endedAt, failure: null }],
  };
}

/** What the outbox does after the verdicts: places are kept, then the job computes. */
async function warn(of: OutageGroup, at: Ms): Promise<void> {
  await inTenant(scope, (tx) => warnCustomers(tx, [of], at));
  await prepareWarnings(scope, warningCause(of) as WarningCause, at);
}

const sent = async (at = now) => (await copies(scope, at)).filter(({ template }) => template !== "opt_in");
const waiting = async () => (await listWarnings(scope, { limit: 50, state: "waiting" })).items;

describe("warnCustomers", () => {
  it("lays before a person, unless somebody chose otherwise, what the running statement says", async () => {
    await contact("ana@customer.example");
    await warn(group(null), now);
    expect(await sent()).toEqual([]);
    const [warning] = await waiting();
    expect(warning?.message).toMatchObject({
      components: ["Checkout"],
      startedAt: down,
      endedAt: null,
      knownAt: now,
      services: [{ downtimeMs: hourMs, credit: null }],
    });
    expect(await approveWarning(scope, warning?.id ?? "", now)).toEqual({ recipients: 1 });
    expect(await sent()).toMatchObject([{ address: "ana@customer.example", template: "customer_warning" }]);
    await expect(approveWarning(scope, warning?.id ?? "", now)).rejects.toMatchObject({ code: "conflict" });
  });

  it("sends by itself where the organization says so, once however often the job runs", async () => {
    await settings("automatic");
    await contact("bo@customer.example");
    await warn(group(null), now);
    await warn(group(null), now + minuteMs);
    expect(await sent(now + minuteMs)).toHaveLength(1);
    await warn(group(null, now), now);
    expect((await sent(now + minuteMs)).map(({ factId }) => factId.split(":")[3]).toSorted()).toEqual([
      "ended",
      "opened",
    ]);
  });

  it("speaks of the likely credit only where the organization allows it", async () => {
    await settings("draft", { tells_credit: true, next_steps: "We call you at 9." });
    await contact("cy@customer.example");
    await append(scope, [says(component, "operational", down + 40 * hourMs)], down + 41 * hourMs);
    await warn(group(null, down + 40 * hourMs), down + 41 * hourMs);
    const [warning] = await waiting();
    expect(warning?.message).toMatchObject({
      nextSteps: "We call you at 9.",
      services: [{ isBroken: true, credit: { currency: "EUR" } }],
    });
    expect(warning?.message.services[0]?.credit?.amountMinor).toBeGreaterThan(0);
  });

  it("is silent for a customer that is not to be warned, and for contacts that chose other topics", async () => {
    await settings("automatic");
    await contact("di@customer.example", { topics: ["credits"] });
    await warn(group(null), now);
    await contact("ed@customer.example");
    await setCustomerMode(scope, { customerId, mode: "off" }, now);
    await warn(group(null), now);
    expect(await sent()).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  it("tells nobody of an end that nobody saw (R3.3)", async () => {
    await settings("automatic");
    await contact("gu@customer.example");
    await warn(group(null), now);
    const unseen: OutageGroup = { ...group(null, now), phase: "unseen" };
    await inTenant(scope, (tx) => warnCustomers(tx, [unseen], now));
    expect(warningCause(unseen)).toBeNull();
    expect((await sent()).map(({ factId }) => factId.split(":")[3])).toEqual(["opened"]);
  });

  it("outdates a beginning that still waits when it is over", async () => {
    await contact("fe@customer.example");
    await warn(group(null), now);
    await warn(group(null, now), now);
    const left = await waiting();
    expect(left.map(({ phase }) => phase)).toEqual(["ended"]);
    await discardWarning(scope, left[0]?.id ?? "", now);
    expect(await sent()).toEqual([]);
  });
});

describe("R7.1 subscriber and contact at once", () => {
  const open = async () => {
    const page = await newPage(scope, now);
    await subscribed(scope, page, "gil@customer.example", now);
    await subscribed(scope, page, "other@example.com", now);
    const body = {
      title: "Checkout is down",
      body: "We look.",
      components: [{ id: component, state: "major_outage" }],
    };
    return { page, body: incidentInput.parse(body) };
  };

  it("hears its own numbers and not the page's words, whichever comes first in the same breath", async () => {
    await settings("automatic");
    await contact("gil@customer.example");
    const { body } = await open();
    const incident = await createIncident(scope, body, now);
    await warn(group(incident.id), now);
    const told = (await sent(now + minuteMs)).filter(({ status }) => status === "queued");
    expect(told.map(({ address, template }) => [address, template]).toSorted()).toEqual([
      ["gil@customer.example", "customer_warning"],
      ["other@example.com", "incident_opened"],
    ]);
  });

  it("is the same person however its domain is written, and another one with a plus or in another case (R7.1)", async () => {
    await settings("automatic");
    await contact("Gil@BÜCHER.example");
    const page = await newPage(scope, now);
    const same = ["Gil@bücher.example"];
    const others = ["gil@bücher.example", "Gil+status@bücher.example"];
    for (const address of [...same, ...others]) await subscribed(scope, page, address, now);
    const words = {
      title: "Checkout is slow",
      body: "We look.",
      components: [{ id: component, state: "major_outage" }],
    };
    const incident = await createIncident(scope, incidentInput.parse(words), now);
    await warn(group(incident.id), now);
    const told = (await sent(now + minuteMs)).filter(({ status }) => status === "queued");
    expect(told.map(({ address, template }) => [template, address]).toSorted()).toEqual([
      ["customer_warning", "Gil@BÜCHER.example"],
      ["incident_opened", "Gil+status@bücher.example"],
      ["incident_opened", "gil@bücher.example"],
    ]);
  });

  it("is not told again as a subscriber when a person publishes later", async () => {
    await settings("automatic");
    await contact("gil@customer.example");
    const { body } = await open();
    const draft = await createIncident(scope, { ...body, draft: true }, now);
    await warn(group(draft.id), now);
    await publishIncident(scope, { id: draft.id } as never, now + minuteMs);
    const told = (await sent(now + hourMs)).filter(({ status }) => status === "queued");
    expect(told.map(({ address, template }) => [address, template]).toSorted()).toEqual([
      ["gil@customer.example", "customer_warning"],
      ["other@example.com", "incident_opened"],
    ]);
  });

  it("is not told a third time when the page's words have reached it before a person approved", async () => {
    await contact("gil@customer.example");
    const { body } = await open();
    const incident = await createIncident(scope, body, now);
    await warn(group(incident.id), now);
    await sent(now + minuteMs);
    await inTenant(
      scope,
      (tx) => tx.sql`update deliveries set status = 'sent' where template = 'incident_opened'`,
    );
    const [warning] = await waiting();
    expect(await approveWarning(scope, warning?.id ?? "", now + hourMs)).toEqual({ recipients: 0 });
  });
});
