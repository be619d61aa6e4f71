import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { maintenancesForPages } from "@/db/queries/maintenance-page";
import { maintenancePatch } from "@/lib/domain/maintenance-act";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, hourMs, type Ms, minuteMs } from "@/lib/domain/time";
import {
  cancelMaintenance,
  completeMaintenance,
  extendMaintenance,
  postMaintenanceUpdate,
  skipOccurrence,
  startMaintenance,
  updateMaintenancePlan,
} from "@/lib/operations/maintenance-acts";
import { getMaintenance } from "@/lib/operations/maintenances";
import { day, newComponent, newScope, start, superuser } from "./ledger-rig";
import { plan, tick, track } from "./maintenance-rig";

const hour = (count: number): Ms => start + count * hourMs;

function change(scope: TenantScope, id: string, patch: Record<string, unknown>, now: Ms) {
  return updateMaintenancePlan(scope, { id, patch: maintenancePatch.parse(patch) }, now);
}

describe("a changed plan", () => {
  it("R4.6 keeps the announcement of what stays and announces only the changed part anew", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const { id } = await plan(scope, [component], {
      from: formatInstant(hour(10)),
      to: formatInstant(hour(12)),
    });
    const moved = { from: formatInstant(hour(9)), to: formatInstant(hour(11)) };
    const view = await change(scope, id, moved, hour(2));
    expect(view.current.parts).toEqual([
      { from: hour(9), to: hour(10), announcedAt: hour(2) },
      { from: hour(10), to: hour(11), announcedAt: start },
    ]);
    await tick(scope, view, hour(20));
    const said = (await track(scope, component)).map(({ until: _until, ...word }) => word);
    expect(said).toEqual([
      { state: null, at: start, announcedAt: start, plannedFrom: hour(10), plannedTo: hour(12) },
      { state: null, at: hour(2), announcedAt: hour(2), plannedFrom: hour(9), plannedTo: hour(10) },
      {
        state: "under_maintenance",
        at: hour(9),
        announcedAt: hour(2),
        plannedFrom: hour(9),
        plannedTo: hour(10),
      },
      {
        state: "under_maintenance",
        at: hour(10),
        announcedAt: start,
        plannedFrom: hour(10),
        plannedTo: hour(11),
      },
      { state: "operational", at: hour(11), announcedAt: start, plannedFrom: hour(10), plannedTo: hour(11) },
    ]);
  });

  it("R4.6 counts a component's notice from when it was named, not from when the work was", async () => {
    const scope = newScope();
    const first = await newComponent(scope, "First");
    const later = await newComponent(scope, "Later");
    const { id } = await plan(scope, [first], { from: formatInstant(hour(10)), to: formatInstant(hour(12)) });
    const view = await change(scope, id, { components: [first, later] }, hour(3));
    await tick(scope, view, hour(10));
    const begun = async (component: string) => (await track(scope, component)).at(-1);
    expect(await begun(first)).toMatchObject({ state: "under_maintenance", announcedAt: start });
    expect(await begun(later)).toMatchObject({ state: "under_maintenance", announcedAt: hour(3) });
  });

  it("of a recurring maintenance leaves what has begun alone and replaces what has not", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const { id } = await plan(scope, [component], { rrule: "FREQ=DAILY" });
    await tick(scope, { id }, day(1) + 90 * minuteMs);
    const noon = { from: formatInstant(day(3) + 12 * hourMs), to: formatInstant(day(3) + 13 * hourMs) };
    const view = await change(scope, id, noon, day(1) + 90 * minuteMs);
    expect(view.current).toMatchObject({ status: "in_progress", key: day(1) + hourMs });
    const shown = await inTenant(scope, (tx) => maintenancesForPages(tx, { from: start, to: day(5) }));
    expect(shown.map((each) => [each.from, each.status])).toEqual([
      [start + hourMs, "completed"],
      [day(1) + hourMs, "in_progress"],
      [day(3) + 12 * hourMs, "scheduled"],
      [day(4) + 12 * hourMs, "scheduled"],
    ]);
  });

  it("cannot be told from its announcements by anybody, the owner of the database included", async () => {
    const scope = newScope();
    await plan(scope, [await newComponent(scope)]);
    const sql = superuser();
    try {
      await expect(sql`update maintenance_announcements set announced_at = 0`).rejects.toThrow(/append-only/);
      await expect(sql`delete from maintenance_announcements`).rejects.toThrow(/append-only/);
    } finally {
      await sql.end();
    }
  });

  it("is refused where it would rewrite what has begun or passed", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const { id } = await plan(scope, [component]);
    await tick(scope, { id }, hour(1));
    const refused = (patch: Record<string, unknown>, now: Ms) =>
      expect(change(scope, id, patch, now)).rejects;
    await refused({ from: formatInstant(hour(2)) }, hour(1.5)).toMatchObject({ code: "invalid" });
    await refused({ components: ["cmp_other"] }, hour(1.5)).toMatchObject({ code: "invalid" });
    await refused({ rrule: "FREQ=DAILY" }, hour(1.5)).toMatchObject({ code: "invalid" });
    await refused({ title: "Late" }, hour(9)).toMatchObject({ code: "conflict" });
    await expect(change(scope, "mnt_other", {}, hour(1))).rejects.toMatchObject({ code: "not_found" });
    await expect(
      updateMaintenancePlan(scope, { id, patch: { title: "Old" }, ifMatch: 99 }, hour(1.5)),
    ).rejects.toMatchObject({ status: 412 });
  });
});

describe("a maintenance in progress", () => {
  it("R4.6 begun early counts as announced only from its announced start on", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const { id } = await plan(scope, [component]);
    const view = await startMaintenance(scope, { id, body: "Early" }, start + 30 * minuteMs);
    expect(view.current).toMatchObject({ status: "in_progress", startedAt: start + 30 * minuteMs });
    expect((await track(scope, component)).at(-1)).toMatchObject({
      at: start + 30 * minuteMs,
      plannedFrom: hour(1),
      announcedAt: start,
    });
    await expect(startMaintenance(scope, { id, body: "" }, start + 31 * minuteMs)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("is extended: the new part is announced when it is said, and is over when it is completed sooner", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const { id } = await plan(scope, [component]);
    await tick(scope, { id }, hour(1));
    await extendMaintenance(scope, { id, to: hour(5) }, hour(2));
    const view = await completeMaintenance(scope, { id, body: "Done" }, hour(2.5));
    expect(view.current).toMatchObject({ status: "completed", to: hour(5), endedAt: hour(2.5) });
    const said = (await track(scope, component))
      .slice(2)
      .map(({ state, at, announcedAt }) => [state, at, announcedAt]);
    expect(said).toEqual([
      ["under_maintenance", hour(3), hour(2)],
      ["operational", hour(2.5), start],
      ["operational", hour(3), hour(2)],
    ]);
    await tick(scope, { id }, hour(9));
    expect((await getMaintenance(scope, id, hour(9))).current.endedAt).toBe(hour(2.5));
  });

  it("overruns, visibly, when a person keeps it open; the overrun was never announced", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const { id } = await plan(scope, [component], { complete_automatically: false });
    await tick(scope, { id }, hour(4));
    const over = await getMaintenance(scope, id, hour(4));
    expect(over).toMatchObject({ isOverrun: true, current: { status: "in_progress" } });
    await extendMaintenance(scope, { id, to: hour(6) }, hour(4.5));
    expect((await track(scope, component)).at(-1)).toMatchObject({
      at: hour(4.5),
      announcedAt: hour(4.5),
      plannedFrom: hour(4.5),
      plannedTo: hour(6),
    });
    const view = await getMaintenance(scope, id, hour(5));
    expect(view).toMatchObject({ isOverrun: false, current: { to: hour(6) } });
  });

  it("is verified and completed by what people say of it", async () => {
    const scope = newScope();
    const { id } = await plan(scope, [await newComponent(scope)]);
    const say = (
      body: string,
      status: "verifying" | "completed" | "in_progress" | "scheduled" | undefined,
      now: Ms,
    ) => postMaintenanceUpdate(scope, { id, body, status }, now);
    expect((await say("Still on", undefined, start + 1)).current.status).toBe("scheduled");
    expect((await say("We begin", "in_progress", hour(1) - 1)).current.status).toBe("in_progress");
    await expect(say("Back", "scheduled", hour(1))).rejects.toMatchObject({ code: "conflict" });
    expect((await say("Looks good", "verifying", hour(2))).current.status).toBe("verifying");
    const view = await say("All done", "completed", hour(2.5));
    expect(view.current).toMatchObject({ status: "completed", endedAt: hour(2.5) });
    expect(view.updates.map((update) => update.body)).toEqual([
      "All done",
      "Looks good",
      "We begin",
      "Still on",
    ]);
  });
});

describe("what will not happen", () => {
  it("is called off as a whole, or one occurrence of it, and stays visible", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const { id } = await plan(scope, [component], { rrule: "FREQ=DAILY" });
    const skipped = await skipOccurrence(scope, { id }, start + minuteMs);
    expect(skipped.current.key).toBe(day(1) + hourMs);
    await tick(scope, { id }, hour(2));
    expect(await track(scope, component)).toHaveLength(1);
    await tick(scope, { id }, day(1) + 2 * hourMs);
    await expect(cancelMaintenance(scope, { id }, day(1) + 2 * hourMs)).rejects.toMatchObject({
      code: "conflict",
    });
    await completeMaintenance(scope, { id, body: "" }, day(1) + 2 * hourMs);
    const gone = await cancelMaintenance(scope, { id }, day(1) + 3 * hourMs);
    expect(gone).toMatchObject({
      cancelledAt: day(1) + 3 * hourMs,
      next: [],
      current: { status: "cancelled" },
    });
    await tick(scope, { id }, day(9));
    const shown = await inTenant(scope, (tx) => maintenancesForPages(tx, { from: start, to: day(3) }));
    expect(shown.map((each) => each.status)).toEqual(["cancelled", "completed", "cancelled"]);
  });
});
