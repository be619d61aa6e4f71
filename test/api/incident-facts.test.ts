import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { factIdOf } from "@/lib/domain/public-fact";
import type { ToldPostmortem } from "@/lib/domain/told";
import { notify } from "@/lib/operations/notices";
import { type Client, clock, newTenant } from "./client";

const words = { title: "Payments fail", body: "About 1 in 5 payments fail.", notify: false };
const slots = {} as ToldPostmortem;
const doors = { preferences: "", unsubscribe: "" };
type Shown = { id: string; type: string; at: string; data: object };

/** Copies of a notice about the incident, the first and the last of them handed over. */
async function handOver({ scope }: Client, incidentId: string): Promise<string> {
  const factId = factIdOf({ type: "postmortem", incidentId });
  const recipients = ["a", "b", "c"].map((name) => ({
    address: `${name}@reader.example`,
    slots: doors,
  }));
  return await inTenant(scope, async (tx) => {
    const id = await notify(
      tx,
      { factId, template: "postmortem", slots, recipients, incidentId, holdMs: 3_600_000_000 },
      clock.now,
    );
    await tx.sql`
      update deliveries set status = 'sent', due_at = null,
        sent_at = ${clock.now}::bigint + case address when 'a@reader.example' then 20 else 90020 end
      where organization_id = ${tx.organizationId} and notice_id = ${id} and address <> 'b@reader.example'`;
    return String(id);
  });
}

describe("an incident's facts", () => {
  it("hold what was handed over, when it first and last left and to how many, page by page", async () => {
    const { client } = await newTenant("incident-facts");
    const made = String((await client.post("/incidents", words)).json.id);
    const noticeId = await handOver(client, made);
    const all = await client.get(`/incidents/${made}/facts`);
    const facts = all.json.data as Shown[];
    expect(all.json.next_cursor).toBeNull();
    expect(facts.map(({ type }) => type)).toEqual(["opened", "published", "mails_sent"]);
    expect(facts[2]).toMatchObject({
      at: "2026-11-20T12:00:00.020Z",
      data: {
        ...{ notice_id: noticeId, template: "postmortem", channel: "email", recipients: 2 },
        last_at: "2026-11-20T12:01:30.020Z",
      },
    });
    const first = await client.get(`/incidents/${made}/facts?limit=2`);
    expect(first.json.data).toEqual(facts.slice(0, 2));
    const rest = await client.get(`/incidents/${made}/facts?limit=2&cursor=${first.json.next_cursor}`);
    expect(rest.json).toEqual({ data: facts.slice(2), next_cursor: null });
  });

  it("refuse what is no cursor of theirs with 400, and are nobody else's: 404", async () => {
    const { client } = await newTenant("incident-facts-own");
    const { client: stranger } = await newTenant("incident-facts-other");
    const made = String((await client.post("/incidents", words)).json.id);
    const foreign = Buffer.from('["fact_none"]').toString("base64url");
    expect((await client.get(`/incidents/${made}/facts?cursor=x`)).status).toBe(400);
    expect((await client.get(`/incidents/${made}/facts?cursor=${foreign}`)).status).toBe(400);
    expect((await stranger.get(`/incidents/${made}/facts`)).status).toBe(404);
    expect((await client.get("/incidents/inc_none/facts")).status).toBe(404);
  });
});
