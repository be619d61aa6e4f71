import { beforeEach, describe, expect, it } from "vitest";
import { inEngine } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { componentInput } from "@/lib/domain/component";
import { incidentInput } from "@/lib/domain/incident";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, type Ms, minuteMs } from "@/lib/domain/time";
import { webhookInput } from "@/lib/domain/webhook";
import { createComponent } from "@/lib/operations/components";
import { createIncident } from "@/lib/operations/incidents";
import { tellStates } from "@/lib/operations/state-events";
import { createWebhook, deleteWebhook } from "@/lib/operations/webhooks";
import { noon, tenant } from "../auth/people";

let owner: TenantScope;
let count = 0;
let [shop, search] = ["", ""];

beforeEach(async () => {
  count += 1;
  ({ owner } = await tenant(`states-${count}`));
  [shop, search] = [await component("Shop"), await component("Search")];
});

async function component(name: string): Promise<string> {
  return (await createComponent(owner, componentInput.parse({ name }), noon - hourMs)).id;
}

async function listen(url = "https://hooks.example.com/in"): Promise<string> {
  const input = webhookInput.parse({ url, event_types: ["component.state_changed"] });
  return (await createWebhook(owner, input, noon)).webhook.id;
}

function fail(id: string, now: Ms) {
  const input = { title: "Down", body: "It is down.", impact: "major", notify: false };
  return createIncident(
    owner,
    incidentInput.parse({ ...input, components: [{ id, state: "major_outage" }] }),
    now,
  );
}

function told() {
  return inEngine(engineScope(), async (tx) => {
    const rows = await tx.sql<{ body: string; calls: number }[]>`
      select body, (select count(*)::int from outbound_calls c
        where c.organization_id = e.organization_id and c.message_id = e.id) as calls
      from events e where organization_id = ${owner.organizationId} order by id`;
    return rows.map(({ body, calls }) => ({ ...JSON.parse(body).data, calls }));
  });
}

describe("component.state_changed", () => {
  it("is told once for a change, to every webhook that listens, with what was before", async () => {
    await listen();
    await listen("https://hooks.example.com/other");
    await tellStates(owner, noon);
    expect(await told()).toEqual([]);
    await fail(shop, noon + minuteMs);
    await Promise.all([tellStates(owner, noon + 2 * minuteMs), tellStates(owner, noon + 2 * minuteMs)]);
    expect(await told()).toMatchObject([
      { id: shop, name: "Shop", state: "major_outage", previous_state: "operational", calls: 2 },
    ]);
  });

  it("says nothing of a component it meets for the first time, and begins anew after nobody listened", async () => {
    const hook = await listen();
    await tellStates(owner, noon);
    await deleteWebhook(owner, { id: hook }, noon + minuteMs);
    await fail(search, noon + minuteMs);
    await tellStates(owner, noon + 2 * minuteMs);
    await listen();
    await component("New");
    await tellStates(owner, noon + 3 * minuteMs);
    expect(await told()).toEqual([]);
  });
});
