import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inEngine } from "@/db/client";
import { lockSource, type SourceRow } from "@/db/queries/provider";
import { engineScope } from "@/lib/auth/scope";
import { isStaleAt, staleReason } from "@/lib/domain/provider-source";
import { minuteMs } from "@/lib/domain/time";
import { type PollRig, pollOnce } from "@/lib/jobs/providers";
import { readHere } from "@/lib/providers/poll";
import { type FakeProvider, fakeProvider, fetchDeps, json, summary } from "../providers/provider-server";
import { newComponent, newScope, start } from "./ledger-rig";
import { claim, dependOn, failure, hear, newAddress } from "./provider-rig";

const at = (minutes: number) => start + minutes * minuteMs;
const sourceOf = (id: string) => inEngine(engineScope(), (tx) => lockSource(tx, id));

let provider: FakeProvider;
let hangs: FakeProvider;

beforeAll(async () => {
  provider = await fakeProvider();
  hangs = await fakeProvider();
});
afterAll(() => Promise.all([provider.close(), hangs.close()]));

async function following(urls: readonly string[]): Promise<SourceRow[]> {
  const scope = newScope();
  const componentId = await newComponent(scope);
  const rows: SourceRow[] = [];
  for (const url of urls) {
    const { provider: place } = await dependOn(scope, componentId, url, {}, at(0));
    const row = await sourceOf(place.sourceId);
    if (row) rows.push(row);
  }
  return rows;
}

describe("a provider that hangs", () => {
  it("delays none of a hundred others, and is stale with its reason while they are not", async () => {
    const good = summary("none", [{ id: "c1", name: "API", status: "operational" }]);
    const paths = Array.from({ length: 100 }, (_, index) => `/well/${index}/api/v2/summary.json`);
    for (const path of paths) provider.at(path, json(good));
    hangs.at("/api/v2/summary.json", () => {});
    const urls = [`${hangs.url}/api/v2/summary.json`, ...paths.map((path) => `${provider.url}${path}`)];
    const [stuck, ...well] = await following(urls);
    if (stuck === undefined) throw new Error("no source");
    const deps = fetchDeps([provider.url, hangs.url]);
    const rig: PollRig = {
      ...{ read: readHere, deps: { ...deps, forAddress: () => deps }, clock: () => at(1), jitter: () => 0.5 },
      ...{ signal: new AbortController().signal, limits: { timeoutMs: 5_000, maxBytes: 1_000_000 } },
    };
    const isOver = { stuck: false };
    const slow = pollOnce(stuck, rig).finally(() => {
      isOver.stuck = true;
    });
    await Promise.all(well.map((source) => pollOnce(source, rig)));
    expect(isOver.stuck).toBe(false);
    const heard = await Promise.all(well.map((source) => sourceOf(source.id)));
    expect(heard.filter((row) => row && !isStaleAt(row, at(1)))).toHaveLength(100);
    await slow;
    const after = await sourceOf(stuck.id);
    expect(after && [isStaleAt(after, at(1)), staleReason(after, at(1))]).toEqual([
      true,
      expect.stringMatching(/did not answer|within|time/i),
    ]);
  });

  it("has places of its own once it has failed: it takes none of those that answer", async () => {
    const [ill, well] = await following([newAddress(), newAddress()]);
    if (ill === undefined || well === undefined) throw new Error("no source");
    await hear(newScope(), ill.id, failure(), at(1));
    const claimed = async (minute: number, places: Parameters<typeof claim>[1]) => {
      const ids = new Set((await claim(at(minute), places)).map(({ id }) => id));
      return [ids.has(ill.id), ids.has(well.id)];
    };
    expect(await claimed(5, { failing: 0 })).toEqual([false, true]);
    expect(await claimed(5, { well: 0 })).toEqual([true, false]);
  });
});
