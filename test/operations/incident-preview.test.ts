import { beforeEach, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { previewInput } from "@/lib/domain/incident-preview";
import { pageCreateInput } from "@/lib/domain/page";
import type { TenantScope } from "@/lib/domain/scope";
import { previewIncident } from "@/lib/operations/incident-preview";
import { getIncident } from "@/lib/operations/incidents";
import { createPage } from "@/lib/operations/pages";
import { entriesOf, noon, say, second, tell } from "./incident-rig";
import { newComponent, newScope } from "./ledger-rig";

let scope: TenantScope;
let checkout: string;

beforeEach(async () => {
  scope = newScope();
  checkout = await newComponent(scope, "Checkout", noon);
});

const words = (more: Record<string, unknown> = {}) =>
  previewInput.parse({
    incident_id: null,
    title: "Payments fail",
    status: "investigating",
    body: "About 1 in 5 payments fail.",
    components: [{ id: checkout, state: "partial_outage" }],
    next_update_at: null,
    ...more,
  });

describe("a preview", () => {
  it("shows what every page's mail would say, and writes nothing", async () => {
    const slug = scope.organizationId.replace("_", "-");
    await createPage(scope, pageCreateInput.parse({ slug, name: "Acme status" }), noon);
    const { incident, pages, recipients } = await previewIncident(scope, words(), noon);
    expect(incident).toMatchObject({
      impact: "major",
      components: [{ id: checkout, state: "partial_outage" }],
    });
    expect(pages.map(({ name }) => name)).toEqual(["Acme status"]);
    expect(recipients.email).toBe(0);
    expect(await entriesOf(scope, checkout)).toEqual([]);
    const rows = await inTenant(scope, (tx) => tx.sql`select id from incidents`);
    expect(rows).toHaveLength(0);
  });

  it("of a next word stands on what was said before, and resolved says nothing more of components", async () => {
    const { id } = await tell(scope, { components: [{ id: checkout, state: "major_outage" }] }, noon);
    await say(scope, id, { private: true, body: "Secret." }, second(5));
    const next = words({ incident_id: id, status: "resolved", components: [] });
    const { incident } = await previewIncident(scope, next, second(60));
    expect(incident.updates.map(({ status }) => status)).toEqual(["investigating", "resolved"]);
    expect(incident).toMatchObject({ resolvedAt: second(60), components: [{ id: checkout, state: null }] });
    expect((await getIncident(scope, id)).updates).toHaveLength(2);
  });
});
