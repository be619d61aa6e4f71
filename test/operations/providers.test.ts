import { describe, expect, it } from "vitest";
import { inEngine, inTenant } from "@/db/client";
import { findReading, incidentsWithin, lastReadings, lockSource } from "@/db/queries/provider";
import { engineScope } from "@/lib/auth/scope";
import { minuteMs, secondMs } from "@/lib/domain/time";
import { archiveComponent } from "@/lib/operations/components";
import { archiveDependency, getDependency, updateDependency } from "@/lib/operations/dependencies";
import { followProvider } from "@/lib/operations/provider-following";
import { storePoll, sweepStaleSources } from "@/lib/operations/provider-polls";
import { currentStates } from "@/lib/operations/timeline";
import { newComponent, newScope, start, superuser } from "./ledger-rig";
import { claim, dependOn, failure, hear, incident, newAddress, read, reading, wordsOf } from "./provider-rig";

const at = (minutes: number) => start + minutes * minuteMs;

async function stateOf(scope: ReturnType<typeof newScope>, componentId: string, now: number) {
  const states = await inTenant(scope, (tx) => currentStates(tx, [componentId], now));
  return states.get(componentId)?.state;
}

/** A component that depends on the part `api` of a provider of its own, heard well at minute 1. */
async function depending(effect: string, shown = false) {
  const scope = newScope();
  const componentId = await newComponent(scope);
  const url = newAddress();
  const { id, provider } = await dependOn(
    scope,
    componentId,
    url,
    { effect, remote_component: "api", shown },
    at(0),
  );
  await hear(
    scope,
    provider.sourceId,
    read(reading("operational", { api: "operational", web: "operational" })),
    at(1),
  );
  return { scope, componentId, id, sourceId: provider.sourceId, url };
}

describe("what a provider says reaches our component", () => {
  it("R1 as it stands when mirrored, from when we read it", async () => {
    const { scope, componentId, sourceId } = await depending("mirror");
    await hear(
      scope,
      sourceId,
      read(reading("partial_outage", { api: "major_outage", web: "operational" })),
      at(5),
    );
    await hear(
      scope,
      sourceId,
      read(reading("operational", { api: "operational", web: "operational" })),
      at(9),
    );
    expect(await wordsOf(scope, componentId)).toEqual([
      ["operational", at(1)],
      ["major_outage", at(5)],
      ["operational", at(9)],
    ]);
    expect(await stateOf(scope, componentId, at(10))).toBe("operational");
  });

  it("at most as degraded when it only degrades, and never by the provider's maintenance", async () => {
    const { scope, componentId, sourceId } = await depending("degrade");
    await hear(scope, sourceId, read(reading("under_maintenance", { api: "under_maintenance" })), at(3));
    await hear(scope, sourceId, read(reading("major_outage", { api: "major_outage" })), at(5));
    expect(await wordsOf(scope, componentId)).toEqual([
      ["operational", at(1)],
      ["degraded_performance", at(5)],
    ]);
  });

  it("not at all when it informs only; the dependency itself knows", async () => {
    const { scope, componentId, sourceId, id } = await depending("informational");
    await hear(scope, sourceId, read(reading("major_outage", { api: "major_outage" })), at(5));
    expect(await wordsOf(scope, componentId)).toEqual([]);
    expect(await getDependency(scope, id, at(6))).toMatchObject({ state: "major_outage", since: at(5) });
  });

  it("once, however often the job runs, and in order when it ran late", async () => {
    const { scope, componentId, sourceId } = await depending("mirror");
    for (const [minute, state] of [
      [3, "partial_outage"],
      [4, "operational"],
      [5, "major_outage"],
    ] as const)
      await storePoll(engineScope(), sourceId, read(reading(state, { api: state })), at(minute), 0.5);
    await Promise.all([followProvider(scope, sourceId, at(6)), followProvider(scope, sourceId, at(6))]);
    await followProvider(scope, sourceId, at(7));
    expect(await wordsOf(scope, componentId)).toEqual([
      ["operational", at(1)],
      ["partial_outage", at(3)],
      ["operational", at(4)],
      ["major_outage", at(5)],
    ]);
  });

  it("from a whole page by its own verdict", async () => {
    const scope = newScope();
    const componentId = await newComponent(scope);
    const view = await dependOn(scope, componentId, newAddress(), { effect: "mirror" }, at(0));
    await hear(
      scope,
      view.provider.sourceId,
      read(reading("degraded_performance", { a: "operational" })),
      at(1),
    );
    expect(view.remote).toBeNull();
    expect(await wordsOf(scope, componentId)).toEqual([["degraded_performance", at(1)]]);
  });
});

describe("what changes upstream", () => {
  it("is followed by its id when it is renamed, and said", async () => {
    const { scope, sourceId, id } = await depending("mirror");
    await hear(scope, sourceId, read(reading("operational", { api: ["partial_outage", "Requests"] })), at(5));
    const view = await getDependency(scope, id, at(6));
    expect([view.state, view.note]).toEqual(["partial_outage", "Renamed upstream from “api” to “Requests”."]);
  });

  it("is unknown when it is gone, and said, also when another takes its name", async () => {
    const { scope, componentId, sourceId, id } = await depending("mirror");
    await hear(scope, sourceId, read(reading("operational", { other: ["operational", "api"] })), at(5));
    const view = await getDependency(scope, id, at(6));
    expect(view.state).toBe("unknown");
    expect(view.note).toMatch(/gone upstream/);
    expect((await wordsOf(scope, componentId)).at(-1)).toEqual(["unknown", at(5)]);
    await hear(scope, sourceId, read(reading("operational", { web: "operational" })), at(7));
    expect((await getDependency(scope, id, at(8))).note).toMatch(/removed upstream/);
  });

  it("is well when its format names only what is ill", async () => {
    const scope = newScope();
    const componentId = await newComponent(scope);
    const url = newAddress();
    const { id, provider } = await dependOn(
      scope,
      componentId,
      url,
      { effect: "mirror", remote_component: "Calls" },
      at(0),
    );
    await hear(scope, provider.sourceId, read(reading("operational", {}, { format: "slack" })), at(1));
    expect((await getDependency(scope, id, at(2))).state).toBe("operational");
  });
});

describe("a provider that is not heard", () => {
  it("is unknown from its last word on, never operational, after fifteen minutes or five failures", async () => {
    const { scope, componentId, sourceId, id } = await depending("mirror");
    for (const minute of [2, 3, 5, 9]) await hear(scope, sourceId, failure(), at(minute));
    expect(await wordsOf(scope, componentId)).toHaveLength(1);
    await hear(scope, sourceId, failure("The provider answered with HTTP 503."), at(12));
    expect(await wordsOf(scope, componentId)).toEqual([
      ["operational", at(1)],
      ["unknown", at(1)],
    ]);
    expect(await stateOf(scope, componentId, at(13))).toBe("unknown");
    expect(await getDependency(scope, id, at(13))).toMatchObject({
      state: "unknown",
      heardAt: at(1),
      staleReason: "The provider answered with HTTP 503.",
    });
  });

  it("is told by the clock also when no worker asked it", async () => {
    const { scope, componentId, sourceId, id } = await depending("mirror");
    expect((await getDependency(scope, id, at(16) + 1)).state).toBe("unknown");
    await sweepStaleSources(engineScope(), at(17));
    await followProvider(scope, sourceId, at(17));
    expect((await wordsOf(scope, componentId)).at(-1)).toEqual(["unknown", at(1)]);
  });

  it("holds again from when it is heard again, although it says the same as before", async () => {
    const { scope, componentId, sourceId } = await depending("mirror");
    for (const minute of [2, 3, 5, 9, 12]) await hear(scope, sourceId, failure(), at(minute));
    await hear(scope, sourceId, { kind: "unchanged", freshForMs: null }, at(20));
    expect(await wordsOf(scope, componentId)).toEqual([
      ["operational", at(1)],
      ["unknown", at(1)],
      ["operational", at(20)],
    ]);
  });

  it("from the start leaves our component unknown with a reason, once it was asked", async () => {
    const scope = newScope();
    const componentId = await newComponent(scope);
    const { id, provider } = await dependOn(scope, componentId, newAddress(), { effect: "mirror" }, at(0));
    expect(await wordsOf(scope, componentId)).toEqual([]);
    await hear(scope, provider.sourceId, failure("The name does not exist."), at(1));
    expect(await wordsOf(scope, componentId)).toEqual([["unknown", at(0)]]);
    expect((await getDependency(scope, id, at(2))).staleReason).toBe("The name does not exist.");
  });

  it("a reading that tells nothing certain is unknown with the provider's reason", async () => {
    const { scope, sourceId, id } = await depending("mirror");
    const frozen = reading(
      "unknown",
      {},
      { reason: "The feed was last built more than an hour before it was fetched." },
    );
    await hear(scope, sourceId, read(frozen), at(4));
    expect(await getDependency(scope, id, at(5))).toMatchObject({ state: "unknown", note: frozen.reason });
  });
});

describe("readings", () => {
  it("R8.2 are kept when they are distinct, with both times, and can never be changed", async () => {
    const { scope, sourceId } = await depending("informational");
    const said = reading(
      "partial_outage",
      { api: "partial_outage" },
      { openIncidents: [incident("i1", at(2))] },
    );
    await hear(scope, sourceId, read(said), at(5));
    await hear(scope, sourceId, read({ ...said, counts: { components: 1, incidents: 40 } }), at(6));
    await hear(scope, sourceId, read({ ...said, openIncidents: [incident("i1", at(1))] }), at(7));
    const rows = await inTenant(scope, async (tx) => [
      await findReading(tx, sourceId, 2),
      await findReading(tx, sourceId, 3),
      await findReading(tx, sourceId, 4),
    ]);
    expect(rows.map((row) => row && [row.recordedAt, row.saidAt])).toEqual([
      [at(5), at(2)],
      [at(7), at(1)],
      undefined,
    ]);
    const sql = superuser();
    await expect(sql`update provider_readings set overall = 'operational'`).rejects.toThrow(/append-only/);
    await sql.end();
  });

  it("keep a provider's incidents by both clocks, through edits, absence and return", async () => {
    const { scope, sourceId } = await depending("informational");
    const open = (changes = {}) =>
      read(
        reading(
          "partial_outage",
          { api: "partial_outage" },
          { openIncidents: [incident("i1", at(2), changes)] },
        ),
      );
    const all = () => inTenant(scope, (tx) => incidentsWithin(tx, [sourceId], { from: at(0), to: at(60) }));
    await hear(scope, sourceId, open(), at(5));
    await hear(scope, sourceId, open({ title: "Worse", latestStatus: "identified" }), at(6));
    const clear = read(reading("operational", { api: "operational" }));
    await hear(scope, sourceId, clear, at(8));
    expect(await all()).toMatchObject([{ missingSince: at(8), endedSeenAt: null, endReason: null }]);
    await hear(scope, sourceId, failure(), at(9));
    expect(await all()).toMatchObject([{ missingSince: at(8), endedSeenAt: null }]);
    await hear(scope, sourceId, clear, at(10));
    const edited = { title: "Worse", claimedFrom: at(2), firstSeenAt: at(5), status: "identified" };
    expect(await all()).toMatchObject([{ ...edited, endedSeenAt: at(8), endReason: "not_listed" }]);
    await hear(scope, sourceId, open(), at(11));
    expect(await all()).toMatchObject([{ firstSeenAt: at(5), endedSeenAt: null, endReason: null }]);
    const over = reading("operational", { api: "operational" }, { over: ["i1"] });
    await hear(scope, sourceId, read(over), at(12));
    expect(await all()).toMatchObject([{ endedSeenAt: at(12), endReason: "said", missingSince: null }]);
  });

  it("end no incident by a list that is too short to hold it, by a failure, or by a reading that tells nothing", async () => {
    const { scope, sourceId } = await depending("informational");
    const all = () => inTenant(scope, (tx) => incidentsWithin(tx, [sourceId], { from: at(0), to: at(60) }));
    const listing = (reachesTo: number, ...ids: string[]) => {
      const openIncidents = ids.map((id) => incident(id, id === "old" ? at(1) : at(4)));
      return read(reading("partial_outage", { api: "partial_outage" }, { openIncidents, reachesTo }));
    };
    await hear(scope, sourceId, listing(at(0), "old", "new"), at(5));
    await hear(scope, sourceId, listing(at(3), "other"), at(6));
    await hear(scope, sourceId, { kind: "unchanged", freshForMs: null }, at(7));
    const ended = (await all()).map(({ key, endedSeenAt }) => [key, endedSeenAt]);
    expect(new Map(ended as [string, number | null][])).toEqual(
      new Map([
        ["old", null],
        ["new", at(6)],
        ["other", null],
      ]),
    );
    const nothing = reading("unknown", {}, { reason: "The feed is stale." });
    for (const minute of [8, 9]) await hear(scope, sourceId, read(nothing), at(minute));
    expect((await all()).filter(({ endedSeenAt }) => endedSeenAt === null)).toHaveLength(2);
  });
});

describe("polling", () => {
  it("asks each address once for everybody, one worker at a time, and only while somebody listens", async () => {
    const url = newAddress();
    const [a, b] = [newScope(), newScope()];
    const first = await dependOn(a, await newComponent(a), url, {}, at(0));
    const second = await dependOn(b, await newComponent(b), url, {}, at(0));
    expect(second.provider.sourceId).toBe(first.provider.sourceId);
    const mine = (rows: { id: string }[]) => rows.filter((row) => row.id === first.provider.sourceId).length;
    const [one, two] = await Promise.all([claim(at(0)), claim(at(0))]);
    expect(mine(one) + mine(two)).toBe(1);
    expect(mine(await claim(at(0) + 50 * secondMs))).toBe(1);
    await archiveDependency(a, { id: first.id }, at(2));
    expect(mine(await claim(at(3)))).toBe(1);
    await archiveDependency(b, { id: second.id }, at(4));
    expect(mine(await claim(at(10)))).toBe(0);
  });

  it("asks ever more seldom while it fails, and not before the provider wants", async () => {
    const { scope, sourceId } = await depending("informational");
    const next = async (now: number) =>
      (((await inEngine(engineScope(), (tx) => lockSource(tx, sourceId)))?.nextPollAt ?? 0) - now) / secondMs;
    const pauses: number[] = [];
    for (const minute of [2, 3, 5, 9, 17, 33]) {
      await hear(scope, sourceId, failure(), at(minute));
      pauses.push(await next(at(minute)));
    }
    expect(pauses).toEqual([60, 120, 240, 480, 900, 900]);
    await hear(scope, sourceId, { kind: "failed", reason: "-", retryAfterMs: 1_800_000 }, at(50));
    expect(await next(at(50))).toBe(1_800);
    await hear(scope, sourceId, { kind: "unchanged", freshForMs: 200_000 }, at(90));
    expect(await next(at(90))).toBe(200);
  });
});

describe("a dependency", () => {
  it("says at once what another tenant's polls already know", async () => {
    const { url } = await depending("informational");
    const scope = newScope();
    const componentId = await newComponent(scope);
    const view = await dependOn(
      scope,
      componentId,
      url,
      { effect: "mirror", remote_component: "API" },
      at(2),
    );
    expect(view).toMatchObject({ state: "operational", remote: { id: "api", name: "api" } });
    expect(await wordsOf(scope, componentId)).toEqual([["operational", at(2)]]);
    const missing = dependOn(scope, componentId, url, { remote_component: "nope" }, at(2));
    await expect(missing).rejects.toMatchObject({ code: "invalid" });
    const twin = dependOn(scope, componentId, url, { remote_component: "api" }, at(2));
    await expect(twin).rejects.toMatchObject({ code: "conflict" });
  });

  it("speaks from now on when its effect changes, and falls silent when it ends or its component goes", async () => {
    const { scope, componentId, sourceId, id } = await depending("mirror");
    await hear(scope, sourceId, read(reading("major_outage", { api: "major_outage" })), at(5));
    await updateDependency(scope, { id, patch: { effect: "degrade" } }, at(6));
    await updateDependency(scope, { id, patch: { effect: "informational" } }, at(7));
    await updateDependency(scope, { id, patch: { effect: "mirror" } }, at(8));
    await archiveComponent(scope, { id: componentId }, at(9));
    expect((await wordsOf(scope, componentId)).slice(1)).toEqual([
      ["major_outage", at(5)],
      ["degraded_performance", at(6)],
      [null, at(7)],
      ["major_outage", at(8)],
      [null, at(9)],
    ]);
    await expect(getDependency(scope, id, at(10))).rejects.toMatchObject({ code: "not_found" });
  });

  it("of another tenant does not exist", async () => {
    const { id } = await depending("mirror");
    const scope = newScope();
    for (const attempt of [
      () => getDependency(scope, id, at(2)),
      () => updateDependency(scope, { id, patch: { shown: true } }, at(2)),
      () => archiveDependency(scope, { id }, at(2)),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });

  it("takes no more than fifty chains in one transaction", async () => {
    const scope = newScope();
    const url = newAddress();
    let sourceId = "";
    const ids: string[] = [];
    for (let index = 0; index < 55; index += 1) {
      ids.push(await newComponent(scope, `C${index}`));
      sourceId = (await dependOn(scope, ids[index] ?? "", url, { effect: "mirror" }, at(0))).provider
        .sourceId;
    }
    await hear(scope, sourceId, read(reading("partial_outage", {})), at(1));
    const words = await Promise.all(ids.map((id) => wordsOf(scope, id)));
    expect(words.every((each) => each.length === 1 && each[0]?.[0] === "partial_outage")).toBe(true);
    expect((await inTenant(scope, (tx) => lastReadings(tx, [sourceId]))).get(sourceId)?.seq).toBe(1);
  });
});
