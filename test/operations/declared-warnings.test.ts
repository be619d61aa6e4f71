import { beforeEach, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { findPublicIncident } from "@/db/queries/incident";
import { contactInput, warningSettingsInput } from "@/lib/domain/contact";
import { incidentInput, incidentUpdateInput } from "@/lib/domain/incident";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, type Ms, secondMs } from "@/lib/domain/time";
import { declaredCause } from "@/lib/domain/warning";
import { undoMs } from "@/lib/operations/announcements";
import { createContact } from "@/lib/operations/contacts";
import { prepareWarnings } from "@/lib/operations/customer-warnings";
import { undoPost } from "@/lib/operations/incident-publishing";
import { postUpdate } from "@/lib/operations/incident-updates";
import { createIncident } from "@/lib/operations/incidents";
import { setWarningSettings } from "@/lib/operations/warnings";
import { signed } from "./contract-rig";
import { append, day, newComponent, newScope, says, start, superuser } from "./ledger-rig";
import { copies, newPage, subscribed } from "./subscriber-rig";

let scope: TenantScope;
let component: string;
const now = day(10);

beforeEach(async () => {
  scope = newScope();
  component = await newComponent(scope);
  await append(scope, [says(component, "operational", start)], now);
  const { contract } = await signed(scope, component, { startsAt: start, now });
  await setWarningSettings(scope, warningSettingsInput.parse({ mode: "automatic" }), now);
  const contact = contactInput.parse({ name: "Ana", email: "ana@customer.example" });
  await createContact(scope, contract.customerId, contact, now);
});

const trouble = (more: object = {}) =>
  incidentInput.parse({
    ...{ title: "Checkout is down", body: "We look.", started_at: undefined },
    components: [{ id: component, state: "major_outage" }],
    ...more,
  });
const word = (update: object) => incidentUpdateInput.parse({ body: "News.", ...update });

/** What waits in the queue for an incident of this organization: when it is due. */
async function dueOf(phase: "opened" | "ended"): Promise<Ms[]> {
  const key = `warnings:${scope.organizationId}:%:${phase}`;
  const pg = superuser();
  const rows = await pg<{ due: string }[]>`
    select (extract(epoch from run_at) * 1000)::bigint::text as due from graphile_worker.jobs where key like ${key}`;
  await pg.end();
  return rows.map(({ due }) => Number(due));
}

/** The job, as the queue would run it. */
async function runJob(incidentId: string, at: Ms): Promise<void> {
  const incident = await inTenant(scope, (tx) => findPublicIncident(tx, incidentId));
  const cause = incident && declaredCause(incident);
  if (cause) await prepareWarnings(scope, cause, at);
}

const warnings = async (at: Ms) =>
  (await copies(scope, at)).filter(({ template }) => template === "customer_warning");

describe("an incident that a person declares", () => {
  it("tells customers their own numbers at its beginning and its end, once each, after it could be undone", async () => {
    const { id } = await createIncident(scope, trouble(), now);
    expect(await dueOf("opened")).toEqual([now + undoMs]);
    await runJob(id, now + undoMs);
    await runJob(id, now + undoMs + secondMs);
    expect(await warnings(now + undoMs)).toHaveLength(1);
    await postUpdate(scope, { id, update: word({ status: "identified" }) }, now + hourMs);
    await runJob(id, now + hourMs + undoMs);
    expect(await warnings(now + hourMs + undoMs)).toHaveLength(1);
    await postUpdate(scope, { id, update: word({ status: "resolved" }) }, now + 2 * hourMs);
    expect(await dueOf("ended")).toEqual([now + 2 * hourMs + undoMs]);
    await runJob(id, now + 2 * hourMs + undoMs);
    const told = await warnings(now + 2 * hourMs + undoMs);
    expect(told.map(({ factId }) => factId.split(":")[3])).toEqual(["opened", "ended"]);
  });

  it("tells nobody when it is undone, when it is not to be told, and of what is only slow", async () => {
    const undone = await createIncident(scope, trouble(), now);
    const incident = await inTenant(scope, (tx) => findPublicIncident(tx, undone.id));
    const cause = incident && declaredCause(incident);
    await undoPost(scope, { id: undone.id }, now + secondMs);
    if (cause) await prepareWarnings(scope, cause, now + undoMs);
    const quiet = await createIncident(scope, trouble({ notify: false }), now + hourMs);
    expect(quiet.status).toBe("investigating");
    await createIncident(
      scope,
      trouble({ components: [{ id: component, state: "degraded_performance" }] }),
      now + 2 * hourMs,
    );
    expect(await dueOf("opened")).toHaveLength(1);
    expect(await warnings(now + 3 * hourMs)).toEqual([]);
  });

  it("tells the end only to whom the beginning was told", async () => {
    const { id } = await createIncident(scope, trouble({ notify: false }), now);
    await postUpdate(scope, { id, update: word({ status: "resolved", notify: true }) }, now + hourMs);
    await runJob(id, now + hourMs + undoMs);
    expect(await warnings(now + hourMs + undoMs)).toEqual([]);
  });

  it("R7.1 tells a contact who subscribed its own numbers instead of the page's words", async () => {
    const page = await newPage(scope, now);
    await subscribed(scope, page, "ana@CUSTOMER.example", now);
    const { id } = await createIncident(scope, trouble(), now);
    await runJob(id, now + undoMs);
    const left = (await copies(scope, now + undoMs)).filter(({ template }) => template !== "opt_in");
    expect(left.map(({ template, status }) => [template, status]).toSorted()).toEqual([
      ["customer_warning", "queued"],
      ["incident_opened", "suppressed"],
    ]);
  });
});
