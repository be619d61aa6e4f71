import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { maintenancesForPages } from "@/db/queries/maintenance-page";
import { formatInstant, hourMs, minuteMs } from "@/lib/domain/time";
import { getMaintenance } from "@/lib/operations/maintenances";
import { readTimeline } from "@/lib/operations/timeline";
import { append, day, newComponent, newScope, says, start } from "./ledger-rig";
import { plan, tick, track } from "./maintenance-rig";

describe("a planned maintenance", () => {
  it("R4.6 is announced by the instant of its making and begins and ends by itself at the planned instants", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const made = await plan(scope, [component]);
    expect(made).toMatchObject({ announcedAt: start, current: { status: "scheduled" }, isOverrun: false });
    await tick(scope, made, start + hourMs + 7 * minuteMs);
    await tick(scope, made, start + hourMs + 8 * minuteMs);
    await tick(scope, made, start + 5 * hourMs);
    await tick(scope, made, start + 5 * hourMs);
    const announced = { announcedAt: start, plannedFrom: start + hourMs, plannedTo: start + 3 * hourMs };
    expect(await track(scope, component)).toEqual([
      { state: null, at: start, until: null, ...announced },
      { state: "under_maintenance", at: start + hourMs, until: null, ...announced },
      { state: "operational", at: start + 3 * hourMs, until: null, ...announced },
    ]);
    const over = await getMaintenance(scope, made.id, start + 5 * hourMs);
    expect(over.current).toMatchObject({
      status: "completed",
      startedAt: start + hourMs,
      endedAt: start + 3 * hourMs,
    });
    expect(over.updates.map((update) => update.status)).toEqual(["completed", "in_progress"]);
  });

  it("R1.6 is the component's state while the measured state stays beneath it", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    await append(scope, [says(component, "operational", start)], start);
    const made = await plan(scope, [component]);
    await append(scope, [says(component, "major_outage", start + 2 * hourMs)], start + 2 * hourMs);
    await tick(scope, made, start + 4 * hourMs);
    const window = { from: start, to: start + 4 * hourMs };
    const { segments } = await readTimeline(
      scope,
      { component_id: component, basis: "worst", ...window },
      start + 4 * hourMs,
    );
    expect(segments.map(({ state, observed }) => [state, observed])).toEqual([
      ["operational", "operational"],
      ["under_maintenance", "operational"],
      ["under_maintenance", "major_outage"],
      ["major_outage", "major_outage"],
    ]);
  });
});

describe("a recurring maintenance", () => {
  it("stores rows for near occurrences only, and shows the others from its plan", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const first = { from: "2026-10-25T00:00:00.000Z", to: "2026-10-25T03:00:00.000Z" };
    const rule = { ...first, timezone: "Europe/Berlin", rrule: "FREQ=MONTHLY;BYDAY=-1SU" };
    const made = await plan(scope, [component], rule);
    const rows = await inTenant(
      scope,
      (tx) => tx.sql`select key from maintenance_occurrences where maintenance_id = ${made.id}`,
    );
    expect(rows.length).toBeLessThanOrEqual(2);
    const years = { from: start, to: start + 5 * 365 * 86_400_000 };
    const shown = await inTenant(scope, (tx) => maintenancesForPages(tx, years));
    expect(shown).toHaveLength(60);
    expect(new Set(shown.map((each) => each.announcedAt))).toEqual(new Set([start]));
    expect(made.next.map((window) => formatInstant(window.from))).toContain("2026-11-29T01:00:00.000Z");
    expect(shown[0]).toMatchObject({ status: "scheduled", componentIds: [component] });
  });

  it("goes on by itself: each occurrence has its own turns, and the worker's pause loses none", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const made = await plan(scope, [component], { rrule: "FREQ=DAILY;COUNT=3" });
    await tick(scope, made, day(1) + 2 * hourMs);
    expect((await getMaintenance(scope, made.id, day(1) + 2 * hourMs)).current).toMatchObject({
      key: day(1) + hourMs,
      status: "in_progress",
    });
    await tick(scope, made, day(40));
    const words = await track(scope, component);
    expect(words.map(({ state, at }) => [state, at - start])).toEqual([
      [null, 0],
      ["under_maintenance", hourMs],
      ["operational", 3 * hourMs],
      ["under_maintenance", day(1) + hourMs - start],
      ["operational", day(1) + 3 * hourMs - start],
      ["under_maintenance", day(2) + hourMs - start],
      ["operational", day(2) + 3 * hourMs - start],
    ]);
  });
});
