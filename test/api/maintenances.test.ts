import { beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf, clock, complaints, newTenant } from "./client";

let client: Client;
let organizationId: string;
let component: string;

beforeAll(async () => {
  ({ client, organizationId } = await newTenant("maintenances"));
  component = String((await client.post("/components", { name: "Checkout" })).json.id);
});

const hours = (count: number) => new Date(clock.now + count * 3_600_000).toISOString();
const body = (more: Record<string, unknown> = {}) => ({
  title: "Database upgrade",
  body: "We move to **new** machines.",
  from: hours(48),
  to: hours(50),
  components: [component],
  ...more,
});

describe("/maintenances", () => {
  it("announces with 201, Location and ETag, and reads back alike", async () => {
    const made = await client.post("/maintenances", body());
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      status: "scheduled",
      announced_at: new Date(clock.now).toISOString(),
      notify_before_minutes: [1_440, 60],
      timezone: "UTC",
      rrule: null,
      overrun: false,
      components: [component],
      current: { from: hours(48), to: hours(50), started_at: null },
    });
    expect(made.headers.get("location")).toBe(`/api/v1/maintenances/${made.json.id}`);
    const read = await client.get(`/maintenances/${made.json.id}`);
    expect(read.json).toEqual(made.json);
    expect(read.headers.get("etag")).toBe('"1"');
  });

  it("refuses bad plans with the path of the field", async () => {
    const refused = async (more: Record<string, unknown>) => {
      const reply = await client.post("/maintenances", body(more));
      expect(reply.status).toBe(400);
      return complaints(reply);
    };
    expect(await refused({ to: hours(48) })).toEqual(["to"]);
    expect(await refused({ from: hours(-5), to: hours(-4) })).toEqual(["to"]);
    expect(await refused({ timezone: "Mars/Base" })).toEqual(["timezone"]);
    expect(await refused({ rrule: "FREQ=HOURLY" })).toEqual(["rrule"]);
    expect(await refused({ components: ["cmp_elsewhere"] })).toEqual(["components.0"]);
    expect(await refused({ components: [] })).toEqual(["components"]);
    expect(await refused({ title: "" })).toEqual(["title"]);
  });

  it("goes through its acts, each of which changes the ETag", async () => {
    const { id } = (await client.post("/maintenances", body())).json;
    const started = await client.post(`/maintenances/${id}/start`, undefined);
    expect(started).toMatchObject({ status: 200, json: { status: "in_progress", version: 2 } });
    const stale = await client.patch(
      `/maintenances/${id}`,
      { title: "X" },
      { headers: { "if-match": '"1"' } },
    );
    expect(stale.status).toBe(412);
    const longer = await client.post(`/maintenances/${id}/extend`, { to: hours(52) });
    expect(longer.json).toMatchObject({ to: hours(52), current: { to: hours(52) } });
    const said = await client.post(`/maintenances/${id}/updates`, {
      status: "verifying",
      body: "Looks good",
    });
    expect(said.json).toMatchObject({ status: "verifying" });
    expect((await client.delete(`/maintenances/${id}`)).status).toBe(409);
    expect((await client.post(`/maintenances/${id}/complete`, { body: "Done" })).json).toMatchObject({
      status: "completed",
    });
    expect((await client.post(`/maintenances/${id}/start`, {})).status).toBe(409);
  });

  it("calls off with 204 and lists by what is to come, what is past and what is searched", async () => {
    const { id } = (await client.post("/maintenances", body({ title: "Never happens" }))).json;
    expect((await client.delete(`/maintenances/${id}`)).status).toBe(204);
    const ids = async (query: string) => {
      const reply = await client.get(`/maintenances?${query}`);
      return (reply.json.data as { id: string }[]).map((each) => each.id);
    };
    expect(await ids("when=past")).toContain(id);
    expect(await ids("when=upcoming")).not.toContain(id);
    expect(await ids("q=never%20h")).toEqual([id]);
    expect(await ids(`component=${component}&limit=200`)).toContain(id);
    expect(await ids("component=cmp_other")).toEqual([]);
    const paged = await client.get("/maintenances?limit=1");
    const next = await client.get(`/maintenances?limit=1&cursor=${paged.json.next_cursor}`);
    expect((next.json.data as { id: string }[])[0]?.id).not.toBe(
      (paged.json.data as { id: string }[])[0]?.id,
    );
  });

  it("shows other tenants nothing and lets readers only read; contracts need `finance`", async () => {
    const { id } = (await client.post("/maintenances", body())).json;
    const { client: stranger } = await newTenant("maintenances-other");
    expect((await stranger.get(`/maintenances/${id}`)).status).toBe(404);
    expect((await stranger.post(`/maintenances/${id}/start`, {})).status).toBe(404);
    const reader = await clientOf(organizationId, ["read"]);
    expect((await reader.get(`/maintenances/${id}`)).status).toBe(200);
    expect((await reader.post(`/maintenances/${id}/start`, {})).status).toBe(403);
    const plan = { from: hours(30), to: hours(31), components: [component] };
    const seen = await reader.post("/maintenances/effect", plan);
    expect(seen).toMatchObject({ status: 200, json: { commitments: null, notice_seconds: 108_000 } });
    expect((await client.post("/maintenances/effect", plan)).json.commitments).toEqual([]);
  });
});
