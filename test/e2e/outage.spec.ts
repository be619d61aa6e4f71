import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { type Instance, startInstance } from "./instance";

// An outage's way from a target through every reader's answer, and what a kill -9 may cost: nothing that was told.

type Made = { id: string };
type Outcome = { scheduled_for: string; started_at: string; ok: boolean };
type List<T> = { data: T[] };
type Segment = { state: string; from: string; to: string };

/** A target on loopback that answers with whatever status it is told. */
class Target {
  status = 200;
  runs = 0;
  readonly #server: Server = createServer((_request, response) => {
    this.runs += 1;
    response.writeHead(this.status).end();
  });

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** A component with one monitor on a target of its own. */
type Watched = { component: Made; monitor: Made; target: Target };

let instance: Instance;
let shop: Watched;
let search: Watched;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  instance = await startInstance();
  [shop, search] = await Promise.all([watched("Shop"), watched("Search")]);
  await instance.api("POST", "/pages", { slug: "acme", name: "Acme" });
});

test.afterAll(async () => {
  shop?.target.close();
  search?.target.close();
  await instance?.stop();
});

async function watched(name: string): Promise<Watched> {
  const target = new Target();
  const component = await instance.api<Made>("POST", "/components", { name });
  const monitor = await instance.api<Made>("POST", "/monitors", {
    ...{ component_id: component.id, name, type: "http", target: await target.listen() },
    ...{
      interval_seconds: 10,
      timeout_ms: 2_000,
      regions: ["local"],
      confirm: { failures: 2, recoveries: 2 },
    },
  });
  return { component, monitor, target };
}

/** Oldest first. */
async function outcomes({ monitor }: Watched): Promise<Outcome[]> {
  const list = await instance.api<List<Outcome>>("GET", `/monitors/${monitor.id}/outcomes?limit=200`);
  return list.data.reverse();
}

async function stretches({ component }: Watched, state: string): Promise<[string, string][]> {
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const path = `/components/${component.id}/timeline?from=${from}`;
  const { segments } = await instance.api<{ segments: Segment[] }>("GET", path);
  return segments.filter((each) => each.state === state).map((each) => [each.from, each.to]);
}

async function state({ component }: Watched): Promise<string> {
  return (await instance.api<{ state: string }>("GET", `/components/${component.id}`)).state;
}

/** What the page's own JSON says of a component: its state, and since when. */
async function onPage(name: string): Promise<[string, string] | null> {
  const { status, body } = await instance.get("/status/acme/api/v2/summary.json");
  if (status !== 200) return null;
  const summary: { components: { name: string; status: string; updated_at: string }[] } = JSON.parse(body);
  const found = summary.components.find((each) => each.name === name);
  return found ? [found.status, found.updated_at] : null;
}

const within = (timeout: number) => ({ timeout, intervals: [250] });

test("R3 an outage lasts from its first failed run to its first good one, for every reader; a blip is none", async () => {
  test.setTimeout(180_000);
  await expect.poll(() => state(shop), within(40_000)).toBe("operational");
  await expect.poll(() => state(search), within(40_000)).toBe("operational");
  shop.target.status = 503;
  const seen = search.target.runs;
  search.target.status = 500;
  await expect.poll(() => search.target.runs, within(20_000)).toBeGreaterThan(seen);
  search.target.status = 200;

  await expect.poll(() => state(shop), within(40_000)).toBe("major_outage");
  const begun = (await outcomes(shop)).find((each) => !each.ok)?.started_at;
  await expect.poll(() => onPage("Shop"), within(20_000)).toEqual(["major_outage", begun]);
  expect((await instance.get("/status/acme")).body).toContain(begun);

  shop.target.status = 200;
  await expect.poll(() => state(shop), within(40_000)).toBe("operational");
  const runs = await outcomes(shop);
  const ended = runs.find((each) => each.ok && begun !== undefined && each.started_at > begun)?.started_at;
  expect(await stretches(shop, "major_outage")).toEqual([[begun, ended]]);
  const outages = `/monitors/${shop.monitor.id}/outages`;
  expect((await instance.api<List<object>>("GET", outages)).data).toMatchObject([
    { started_at: begun, ended_at: ended },
  ]);
  await expect.poll(() => onPage("Shop"), within(20_000)).toEqual(["operational", ended]);

  expect((await outcomes(search)).filter((each) => !each.ok)).toHaveLength(1);
  expect(await stretches(search, "major_outage")).toEqual([]);
});

test("kill -9 of the worker loses no outcome, doubles none, and is no gap", async () => {
  test.setTimeout(120_000);
  const before = await outcomes(shop);
  const killed = instance.workerPid();
  process.kill(killed ?? 0, "SIGKILL");
  await expect.poll(() => instance.workerPid(), within(30_000)).not.toBe(killed);
  await expect
    .poll(async () => (await outcomes(shop)).length, within(40_000))
    .toBeGreaterThanOrEqual(before.length + 2);
  const after = await outcomes(shop);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(new Set(after.map((each) => each.scheduled_for)).size).toBe(after.length);
  expect(await state(shop)).toBe("operational");
  expect(await instance.api("GET", "/ledger/verify")).toMatchObject({ ok: true });
});

test("a killed Postgres takes no page away, and everything goes on by itself", async () => {
  test.setTimeout(120_000);
  const before = (await outcomes(shop)).length;
  const killed = instance.postgresPid();
  process.kill(killed ?? 0, "SIGKILL");
  expect((await instance.get("/status/acme")).status).toBe(200);
  await expect.poll(() => instance.postgresPid(), within(30_000)).not.toBe(killed);
  await expect.poll(async () => (await instance.get("/readyz")).status, within(30_000)).toBe(200);
  await expect
    .poll(async () => (await outcomes(shop)).length, within(60_000))
    .toBeGreaterThanOrEqual(before + 2);
  // A new name reaches the page only through the job queue.
  await instance.api("PATCH", `/components/${search.component.id}`, { name: "Search again" });
  await expect.poll(() => onPage("Search again"), within(40_000)).not.toBeNull();
  expect(await instance.api("GET", "/ledger/verify")).toMatchObject({ ok: true });
});
