import { beforeEach, describe, expect, it } from "vitest";
import { inEngine, inTenant } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { alertChannelInput, alertRoutesInput } from "@/lib/domain/alert";
import type { OutageGroup } from "@/lib/domain/outage-group";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, type Ms, minuteMs } from "@/lib/domain/time";
import { alertStep } from "@/lib/jobs/alerts";
import { createAlertChannel, deleteAlertChannel, setAlertRoutes } from "@/lib/operations/alert-settings";
import { acknowledgeAlert, acknowledgeByLink, listAlerts, readLinkedAlert } from "@/lib/operations/alerts";
import { alertStaff } from "@/lib/operations/staff-alerts";
import { linkToken, readLinkToken } from "@/lib/signed-link";
import { noon, tenant } from "../auth/people";
import { turn } from "../jobs/webhook-rig";

let owner: TenantScope;
let count = 0;
let [first, second] = ["", ""];

beforeEach(async () => {
  count += 1;
  ({ owner } = await tenant(`alerts-${count}`));
  [first, second] = [await mailbox("on-call"), await mailbox("boss")];
});

async function mailbox(name: string): Promise<string> {
  const input = alertChannelInput.parse({ type: "email", name, address: `${name}@alerts-${count}.example` });
  return (await createAlertChannel(owner, input, noon)).channel.id;
}

function routes(more: Record<string, unknown> = {}) {
  const steps = [
    { channels: [first], after_minutes: 0 },
    { channels: [second], after_minutes: 15 },
  ];
  return setAlertRoutes(owner, alertRoutesInput.parse({ routes: [{ name: "All", steps, ...more }] }), noon);
}

/** Fifty monitors of ten components behind one provider, unless told otherwise. */
function group(phase: OutageGroup["phase"], size = 50, id = "prv_1"): OutageGroup {
  const outages = Array.from({ length: size }, (_, index) => ({
    ...{ id: `out_${index}`, monitorId: `mon_${index}`, componentId: `cmp_${index % 10}` },
    ...{ startedAt: noon - minuteMs, confirmedAt: noon, failure: "connect_timeout" as const },
    endedAt: phase === "ended" ? noon + hourMs : null,
  }));
  return { incidentId: null, phase, cause: { type: "provider", id, title: "Cloud EU" }, outages };
}

const tell = (groups: OutageGroup[], now: Ms) => inTenant(owner, (tx) => alertStaff(tx, groups, now));

const step = (alertId: string, now: Ms) =>
  alertStep(
    { organizationId: owner.organizationId, alertId },
    { now, signal: new AbortController().signal, attempt: 1 },
  );

const all = async () => (await listAlerts(owner, { limit: 50 })).items;

function mails() {
  return inEngine(
    engineScope(),
    (tx) => tx.sql<{ address: string; slots: { link: string } }[]>`select address, slots from deliveries
      where organization_id = ${owner.organizationId} and template = 'staff_alert' order by created_at, address`,
  );
}

describe("an alert", () => {
  it("is one message for one cause: fifty monitors behind one provider, and what joins or ends them", async () => {
    await routes();
    await tell([group("opened")], noon);
    await tell([group("grown", 60)], noon + minuteMs);
    await tell([group("grown", 70)], noon + 2 * minuteMs);
    expect(await mails()).toHaveLength(1);
    const [alert, ...others] = await all();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      title: "Cloud EU (provider) takes cmp_0 and 9 others down",
      status: "open",
      outages: 70,
      stepsTaken: 1,
      nextAt: noon + 15 * minuteMs,
    });
    await tell([group("ended", 70)], noon + hourMs);
    await tell([group("ended", 70)], noon + hourMs);
    expect((await mails()).map((mail) => mail.address.split("@")[0])).toEqual(["on-call", "on-call"]);
    expect((await all())[0]).toMatchObject({ status: "resolved", resolvedAt: noon + hourMs, nextAt: null });
    await tell([group("opened")], noon + 2 * hourMs);
    expect(await all()).toHaveLength(2);
  });

  it("goes to the next step when nobody acknowledges it in time, once", async () => {
    await routes();
    await tell([group("opened", 1)], noon);
    const id = (await all())[0]?.id ?? "";
    await step(id, noon + 14 * minuteMs);
    expect(await mails()).toHaveLength(1);
    await step(id, noon + 15 * minuteMs);
    await step(id, noon + 16 * minuteMs);
    expect((await mails()).map((mail) => mail.address.split("@")[0])).toEqual(["on-call", "boss"]);
    await tell([group("ended", 1)], noon + hourMs);
    expect(await mails()).toHaveLength(4);
  });

  it("rests once somebody acknowledged it; those who were told hear who; it cannot be taken after its end", async () => {
    await routes();
    await tell([group("opened", 1)], noon);
    const id = (await all())[0]?.id ?? "";
    const seen = await acknowledgeAlert(owner, id, noon + minuteMs);
    expect(seen).toMatchObject({ status: "acknowledged", acknowledgedAt: noon + minuteMs, nextAt: null });
    await acknowledgeAlert(owner, id, noon + 2 * minuteMs);
    await step(id, noon + 15 * minuteMs);
    expect(await mails()).toHaveLength(2);
    await tell([group("grown", 2)], noon + 20 * minuteMs);
    expect((await all())[0]).toMatchObject({ status: "acknowledged", outages: 2 });
    await tell([group("ended", 1)], noon + hourMs);
    await expect(acknowledgeAlert(owner, id, noon + hourMs)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is acknowledged by its link, which opens nothing else and cannot be guessed", async () => {
    await routes();
    await tell([group("opened", 1)], noon);
    const id = (await all())[0]?.id ?? "";
    const token = linkToken({ organizationId: owner.organizationId, id, generation: 1 });
    const holder = readLinkToken(token);
    expect(holder).not.toBeNull();
    if (!holder) throw new Error("the link was not read");
    expect((await readLinkedAlert(holder)).status).toBe("open");
    expect((await acknowledgeByLink(holder, noon + 1)).status).toBe("acknowledged");
    expect(readLinkToken(`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`)).toBeNull();
    await expect(readLinkedAlert({ ...holder, id: "sub_other" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("waits for the end of quiet hours unless all is down, and is never told when it ended before", async () => {
    const quiet_hours = { from: "10:00", to: "14:00", timezone: "UTC" };
    await routes({ quiet_hours, wake_for_major: false });
    await tell([group("opened", 1)], noon);
    const [held] = await all();
    expect(held).toMatchObject({ stepsTaken: 0, nextAt: noon + 2 * hourMs });
    await tell([group("opened", 1, "prv_2")], noon);
    await tell([group("ended", 1, "prv_2")], noon + hourMs);
    expect(await mails()).toHaveLength(0);
    await step(held?.id ?? "", noon + 2 * hourMs);
    expect(await mails()).toHaveLength(1);
    await routes({ quiet_hours });
    await tell([group("opened", 1, "prv_3")], noon);
    expect(await mails()).toHaveLength(2);
  });

  it("waits on the screen when no route fits, and says of each message what became of it", async () => {
    await routes({ components: null, min_severity: "major_outage" });
    await setAlertRoutes(owner, { routes: [] }, noon);
    await tell([group("opened", 1)], noon);
    expect((await all())[0]).toMatchObject({ status: "open", stepsTaken: 0, nextAt: null, fates: [] });
    await routes();
    await tell([group("opened", 1, "prv_2")], noon + 1);
    await turn(noon + 2);
    expect((await all())[0]?.fates).toMatchObject([
      { channelId: first, kind: "trigger", status: "delivered" },
    ]);
  });

  it("needs channels that exist, and keeps those that a route uses", async () => {
    await routes();
    await expect(deleteAlertChannel(owner, first, noon)).rejects.toMatchObject({ code: "conflict" });
    const strange = { name: "X", steps: [{ channels: ["alc_other"], after_minutes: 0 }] };
    await expect(
      setAlertRoutes(owner, alertRoutesInput.parse({ routes: [strange] }), noon),
    ).rejects.toMatchObject({ errors: [{ path: "routes.0.steps.0.channels" }] });
    await setAlertRoutes(owner, { routes: [] }, noon);
    await deleteAlertChannel(owner, first, noon);
    await expect(deleteAlertChannel(owner, first, noon)).rejects.toMatchObject({ code: "not_found" });
  });
});
