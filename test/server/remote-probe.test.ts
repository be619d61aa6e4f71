import { readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import type { StoredOutcome } from "@/lib/domain/monitor";
import { type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { listOutages, listOutcomes } from "@/lib/operations/outcomes";
import { readTimeline } from "@/lib/operations/timeline";
import { verifyLedger } from "@/lib/operations/verify";
import { restAfter } from "@/lib/probes/remote/pace";
import { clientOf, newTenant } from "../api/client";
import { allHistory, newMonitor, noon } from "../operations/checks-rig";
import { chainOf } from "../operations/ledger-rig";
import { closeAll, serve } from "../probes/rig";
import type { Door } from "./door-rig";
import { live, newFolder, newProbe, openPlane, type Probe, StillClock } from "./probe-rig";

const doors: Door[] = [];
const probes: Probe[] = [];
afterEach(async () => {
  for (const { plane } of probes.splice(0)) plane.close();
  await Promise.all(doors.splice(0).map((door) => door.close()));
});
afterAll(async () => {
  await closeAll();
  await closeDatabase();
});

let organizations = 0;

/** An organization with a target of its own, a monitor of it in these regions, and a probe behind a door in each. */
async function installation(regions: string[], confirm: object, at: { dead?: () => string } = {}) {
  organizations += 1;
  const clock = new StillClock(noon);
  const service = { status: 200 };
  const target = await serve((_request, response) => response.writeHead(service.status).end("ok"));
  const { organizationId, client } = await newTenant(`remote-${organizations}`);
  const { key: token } = await clientOf(organizationId, ["probe"]);
  const monitor = await newMonitor(client.scope, { regions, target, confirm });
  const places = await Promise.all(
    regions.map(async (region) => {
      const door = await openPlane(clock);
      doors.push(door);
      const place = { url: door.url, token, region, folder: newFolder() };
      const probe = newProbe(clock, { ...place, ...(at.dead ? { target: at.dead } : {}) });
      probes.push(probe);
      return { door, place, probe };
    }),
  );
  return { clock, service, target, scope: client.scope, monitor, token, places };
}

type Installation = Awaited<ReturnType<typeof installation>>;

async function outcomesOf({ scope, monitor }: Installation): Promise<StoredOutcome[]> {
  const found: StoredOutcome[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listOutcomes(scope, monitor.id, { ...allHistory, ...(cursor ? { cursor } : {}) });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found.toReversed();
}

async function totals({ scope, monitor, clock }: Installation, from: Ms, to: Ms) {
  const window = { component_id: monitor.componentId, from, to, basis: "measured" as const };
  return (await readTimeline(scope, window, clock.now)).totalsMs;
}

const kinds = ({ scope, monitor }: Installation) =>
  inTenant(scope, async (tx) => (await chainOf(tx, monitor.componentId)).map((entry) => entry.kind));

describe("two regions, one cut off for ten minutes during an outage", () => {
  it("R1.2 late evidence with its original times revises what was said, and nothing counts twice", async () => {
    const here = await installation(["fra", "nyc"], { failures: 2, recoveries: 2, quorum: 2 });
    const { clock, service, places, scope, monitor } = here;
    const all = places.map(({ probe }) => probe);
    const [, nyc] = places;
    const until = (seconds: number) => live(clock, all, noon + seconds * secondMs);
    await until(120);
    await nyc?.door.cut();
    await until(200);
    service.status = 503;
    await until(500);
    service.status = 200;
    await until(720);
    expect((await totals(here, noon + 200_000, noon + 700_000)).unknown).toBe(500_000);
    expect(nyc?.probe.spool.isEmpty).toBe(false);
    await nyc?.door.mend();
    await until(800);

    const outcomes = await outcomesOf(here);
    const of = (region: string) => outcomes.filter((each) => each.region === region);
    for (const region of ["fra", "nyc"]) {
      const turns = of(region).map((each) => each.scheduledFor);
      expect(turns.slice(1).map((turn, index) => turn - (turns[index] ?? 0))).toEqual(
        turns.slice(1).map(() => 10_000),
      );
    }
    const failed = (region: string) => of(region).filter((each) => !each.ok);
    const began = Math.max(...["fra", "nyc"].map((region) => failed(region)[0]?.startedAt ?? 0));
    const ended = Math.min(
      ...["fra", "nyc"].map((region) => (failed(region).at(-1)?.startedAt ?? 0) + 10_000),
    );
    const figures = await totals(here, noon + 60_000, noon + 790_000);
    expect(figures).toMatchObject({ major_outage: ended - began, unknown: 0 });
    const { items } = await listOutages(scope, monitor.id, allHistory);
    expect(items).toMatchObject([{ startedAt: began, endedAt: ended }]);
    expect(await kinds(here)).toContain("revision");
    expect((await verifyLedger(scope, {}, clock.now)).ok).toBe(true);
  }, 60_000);

  it("R3.5 the cut-off itself is no outage: what the lost line may have caused is suspect", async () => {
    let lineIsCut = false;
    const nowhere = () => (lineIsCut ? "http://127.0.0.1:1/" : here.target);
    const here: Installation = await installation(
      ["fra"],
      { failures: 1, recoveries: 1, quorum: 1 },
      { dead: nowhere },
    );
    const { clock, places, scope, monitor } = here;
    const [fra] = places;
    const until = (seconds: number) => live(clock, fra ? [fra.probe] : [], noon + seconds * secondMs);
    await until(60);
    await fra?.door.cut();
    lineIsCut = true;
    await until(300);
    lineIsCut = false;
    await fra?.door.mend();
    await until(360);
    const suspect = (await outcomesOf(here)).filter((each) => each.suspect);
    expect(suspect.length).toBeGreaterThan(20);
    expect((await listOutages(scope, monitor.id, allHistory)).items).toEqual([]);
    expect(await totals(here, noon, clock.now)).toMatchObject({ major_outage: 0 });
    expect((await totals(here, noon + 70_000, noon + 300_000)).unknown).toBeGreaterThan(200_000);
  });
});

describe("a remote probe", () => {
  it("reports at least once: an answer that is lost makes no second outcome", async () => {
    const here = await installation(["fra"], {});
    const { clock, token, places } = here;
    const lossy = await openPlane(clock, (act) => act === "report" && void doors[0]?.cut());
    doors.unshift(lossy);
    const folder = newFolder();
    const first = newProbe(clock, { url: lossy.url, token, region: "fra", folder });
    probes.push(first);
    for (let second = 2; first.spool.isEmpty; second += 2)
      await live(clock, [first], noon + second * secondMs);
    expect(await outcomesOf(here)).toHaveLength(1);
    // The process dies here; the next one finds what it left.
    const [fra] = places;
    const next = newProbe(clock, { url: fra?.door.url ?? "", token, region: "fra", folder });
    probes.push(next);
    expect(await next.remote.turn()).toBeNull();
    expect(next.spool.isEmpty).toBe(true);
    expect(await outcomesOf(here)).toHaveLength(1);
  });

  it("drains when it is told to stop: what cannot be reported is whole on disk, with its original times", async () => {
    const here = await installation(["fra"], {});
    const [fra] = here.places;
    if (!fra) throw new Error("there is a place");
    await live(here.clock, [fra.probe], noon + 30_000);
    await fra.door.cut();
    await live(here.clock, [fra.probe], noon + 60_000);
    await fra.probe.remote.stop(Promise.resolve());
    const { folder } = fra.place;
    const text = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, "utf8"));
    const lines = text
      .join("")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.scheduled_for)).toEqual(fra.probe.ran.slice(-lines.length));
    expect(lines.length).toBeGreaterThanOrEqual(3);
  });

  it("marks everything suspect while its clock is off, and says by how much", async () => {
    const here = await installation(["fra"], {});
    const { clock, token } = here;
    const behind = new StillClock(noon - 20_000);
    const door = await openPlane(clock);
    doors.push(door);
    const probe = newProbe(behind, { url: door.url, token, region: "fra" });
    probes.push(probe);
    for (let seconds = 2; seconds <= 40; seconds += 2) {
      clock.now = noon + seconds * secondMs;
      await live(behind, [probe], noon - 20_000 + seconds * secondMs);
    }
    const outcomes = await outcomesOf(here);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.every((each) => each.suspect)).toBe(true);
    expect(probe.said.join()).toMatch(/clock is (19|20|21) s behind/);
  });

  it("says in one sentence why it is refused", async () => {
    const { clock, token, scope, places } = await installation(["fra"], {});
    const reader = await clientOf(scope.organizationId, ["read"]);
    const url = places[0]?.door.url ?? "";
    const word = async (place: { url: string; token: string }) => {
      const probe = newProbe(clock, { ...place, region: "fra" });
      probes.push(probe);
      return probe.remote.turn();
    };
    expect(await word({ url, token: "pb_unknown" })).toMatchObject({
      why: "refused",
      sentence: expect.stringContaining("not known"),
    });
    expect(await word({ url, token: reader.key })).toMatchObject({
      why: "refused",
      sentence: expect.stringContaining("scope probe"),
    });
    const stranger = await serve((_request, response) => response.writeHead(404).end("who?"));
    expect(await word({ url: stranger, token })).toMatchObject({
      why: "refused",
      sentence: expect.stringContaining("no Probity"),
    });
    const page = await serve((_request, response) => response.writeHead(200).end("<p>hello</p>"));
    expect(await word({ url: page, token })).toMatchObject({ why: "refused" });
    expect(await word({ url: "http://127.0.0.1:1", token })).toMatchObject({ why: "away" });
  });

  it("backs off with jitter, never past half a minute, never sooner than the server asks", () => {
    expect(restAfter(0, null, 0.5)).toBe(1_000);
    expect([restAfter(1, null, 0), restAfter(1, null, 1)]).toEqual([1_000, 2_000]);
    expect(restAfter(60, null, 1)).toBe(30_000);
    const busy = { ok: false, why: "busy", sentence: "", retryAfterMs: 2 * minuteMs, lines: [] } as const;
    expect(restAfter(1, busy, 0)).toBe(2 * minuteMs);
  });
});
