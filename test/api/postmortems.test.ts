import { beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { dayMs } from "@/lib/domain/time";
import { remindOwners } from "@/lib/operations/action-items";
import { draftPostmortem } from "@/lib/operations/postmortems";
import { type Client, clock, complaints, newTenant } from "./client";

let client: Client;
let ownerId: string;

beforeAll(async () => {
  ({ client } = await newTenant("postmortems"));
  const members = await client.get("/members");
  ownerId = String((members.json.data as { user_id?: string; id?: string }[])[0]?.id);
});

const words = { title: "Payments fail", body: "About 1 in 5 payments fail.", notify: false };

async function incident(more: Record<string, unknown> = {}): Promise<string> {
  const made = await client.post("/incidents", { ...words, ...more });
  expect(made.status).toBe(201);
  return `/incidents/${made.json.id}`;
}

const over = {
  status: "resolved",
  started_at: "2026-11-20T10:00:00.000Z",
  resolved_at: "2026-11-20T11:00:00.000Z",
};

describe("a postmortem", () => {
  it("begins with the numbers of the ledger", async () => {
    const id = String((await client.post("/components", { name: "A | B" })).json.id);
    const path = await incident({ ...over, components: [{ id, state: "partial_outage" }] });
    const text = await draftPostmortem(client.scope, path.split("/")[2] ?? "", clock.now);
    expect(text).toContain("| A \\| B | 1 h | 0 s |");
    expect(text).toContain("## What we change");
  });

  it("is kept without being public, published by an act of its own, and changed only by another", async () => {
    const path = await incident(over);
    expect((await client.post(`${path}/postmortem/publish`, undefined)).status).toBe(409);
    const kept = await client.send("PUT", `${path}/postmortem`, { body: "It was DNS." });
    expect(kept.json).toMatchObject({ postmortem: "It was DNS.", postmortem_published_at: null });
    const published = await client.post(`${path}/postmortem/publish`, undefined);
    expect(published.json).toMatchObject({ postmortem_published_at: "2026-11-20T12:00:00.000Z" });
    expect((await client.post(`${path}/postmortem/publish`, undefined)).status).toBe(409);
    await client.send("PUT", `${path}/postmortem`, { body: "It was DNS, again." });
    const again = await client.post(`${path}/postmortem/publish`, { notify: false });
    expect(again.json).toMatchObject({ postmortem: "It was DNS, again." });
    expect((await client.send("PUT", `${path}/postmortem`, { body: "" })).status).toBe(400);
  });

  it("waits until the incident is over: 409", async () => {
    const path = await incident();
    await client.send("PUT", `${path}/postmortem`, { body: "Early." });
    expect((await client.post(`${path}/postmortem/publish`, undefined)).status).toBe(409);
  });
});

describe("actions", () => {
  it("stand on one board, soonest due first, until they are done", async () => {
    const path = await incident(over);
    const add = async (title: string, due_on: string | null) =>
      String((await client.post(`${path}/actions`, { title, due_on, owner_id: ownerId })).json.id);
    const late = await add("Late", "2026-11-01");
    const some = await add("Some day", null);
    const soon = await add("Soon", "2026-12-01");
    const ids = async (query = "") =>
      ((await client.get(`/actions${query}`)).json.data as { id: string }[]).map((each) => each.id);
    expect(await ids()).toEqual([late, soon, some]);
    expect(await ids("?overdue=true")).toEqual([late]);
    expect(await ids("?q=some")).toEqual([some]);
    const first = await client.get("/actions?limit=1");
    expect(await ids(`?limit=2&cursor=${first.json.next_cursor}`)).toEqual([soon, some]);
    const done = await client.patch(`/actions/${soon}`, { done: true });
    expect(done.json).toMatchObject({ done_at: "2026-11-20T12:00:00.000Z", owner_id: ownerId });
    expect(await ids("?done=true")).toEqual([soon]);
    expect((await client.delete(`/actions/${some}`)).status).toBe(204);
    expect(await ids()).toEqual([late]);
    expect((await client.patch(`/actions/${some}`, { title: "x" })).status).toBe(409);
  });

  it("belong to members and have dates: 400 at the field", async () => {
    const path = await incident();
    const wrong = async (more: object) =>
      complaints(await client.post(`${path}/actions`, { title: "a", ...more }));
    expect(await wrong({ owner_id: "usr_none" })).toEqual(["owner_id"]);
    expect(await wrong({ due_on: "tomorrow" })).toEqual(["due_on"]);
    expect(await wrong({ title: " " })).toEqual(["title"]);
  });

  it("overdue remind their owner once a week", async () => {
    const { client: own } = await newTenant("reminders");
    const members = await own.get("/members");
    const owner_id = (members.json.data as { id: string }[])[0]?.id;
    const made = await own.post("/incidents", words);
    await own.post(`/incidents/${made.json.id}/actions`, {
      title: "Alert on lag",
      owner_id,
      due_on: "2026-11-19",
    });
    const reminders = () =>
      inTenant(own.scope, (tx) => tx.sql`select address from deliveries where template = 'action_reminder'`);
    await remindOwners(own.scope, clock.now);
    await remindOwners(own.scope, clock.now + dayMs);
    expect(await reminders()).toEqual([{ address: "owner@reminders.example" }]);
    await remindOwners(own.scope, clock.now + 8 * dayMs);
    expect(await reminders()).toHaveLength(2);
  });
});

describe("measures", () => {
  it("of a quarter come with each incident's own", async () => {
    const { client: own } = await newTenant("measures");
    await own.post("/incidents", { ...words, ...over });
    await own.post("/incidents", { ...words, draft: true });
    const { json } = await own.get("/incidents/measures?quarter=2026-Q4");
    expect(json).toMatchObject({
      quarter: "2026-Q4",
      incidents: 1,
      repeats: 0,
      median: { detect_ms: null, first_word_ms: 7_200_000, notify_ms: null, restore_ms: 3_600_000 },
      list: [{ title: "Payments fail", repeat: false }],
    });
    expect((await own.get("/incidents/measures")).json).toMatchObject({ quarter: "2026-Q4" });
    expect((await own.get("/incidents/measures?quarter=autumn")).status).toBe(400);
  });
});

describe("templates", () => {
  it("are kept by name, changed and removed", async () => {
    const body = { name: "Slow", title: "{{component}} is slow", body: "Since {{since}}." };
    const made = await client.post("/incident-templates", body);
    expect(made.status).toBe(201);
    expect((await client.post("/incident-templates", body)).status).toBe(409);
    expect(complaints(await client.post("/incident-templates", { ...body, title: "{{x}}" }))).toEqual([
      "title",
    ]);
    const path = `/incident-templates/${made.json.id}`;
    const headers = { "if-match": '"9"' };
    expect((await client.patch(path, { name: "Slower" }, { headers })).status).toBe(412);
    expect((await client.patch(path, { name: "Slower" })).json).toMatchObject({ name: "Slower", version: 2 });
    expect((await client.get("/incident-templates")).json.data).toHaveLength(1);
    expect((await client.delete(path)).status).toBe(204);
    expect((await client.delete(path)).status).toBe(404);
  });
});
