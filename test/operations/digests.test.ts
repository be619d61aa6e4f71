import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { incidentInput, incidentUpdateInput } from "@/lib/domain/incident";
import type { StatusPage } from "@/lib/domain/page";
import type { TenantScope } from "@/lib/domain/scope";
import { preferencesInput } from "@/lib/domain/subscriber";
import { dayMs, formatInstant, hourMs, type Ms, minuteMs } from "@/lib/domain/time";
import type { Digest } from "@/lib/domain/told";
import { undoMs } from "@/lib/operations/announcements";
import { sendDigests } from "@/lib/operations/digests";
import { undoPost } from "@/lib/operations/incident-publishing";
import { postUpdate } from "@/lib/operations/incident-updates";
import { createIncident } from "@/lib/operations/incidents";
import { savePreferences, unsubscribe } from "@/lib/operations/preferences";
import { day, newComponent, newScope } from "./ledger-rig";
import { plan } from "./maintenance-rig";
import { copies, newPage, subscribed } from "./subscriber-rig";

/** Ten in the morning, two hours after the digest of the day. */
const now = day(5) + 10 * hourMs;
const nextMorning = day(6) + 8 * hourMs;

const incident = (scope: TenantScope, id: string, title: string, at: Ms) =>
  createIncident(
    scope,
    incidentInput.parse({ title, body: "Words.", components: [{ id, state: "major_outage" }] }),
    at,
  );

/** Who got which digest, by its lines, once all of it was looked up. */
async function digests(scope: TenantScope, at: Ms) {
  await sendDigests(scope, at);
  await copies(scope, at);
  const rows = await inTenant(
    scope,
    (tx) => tx.sql<{ address: string; status: string; slots: Digest }[]>`
      select d.address, d.status, n.slots from deliveries d
      join notices n on n.organization_id = d.organization_id and n.id = d.notice_id
      where d.organization_id = ${tx.organizationId} and d.template = 'digest' order by d.created_at, d.address`,
  );
  return rows.map(({ address, status, slots: { incidents, maintenances } }) => ({
    ...{ address, status },
    lines: [...incidents, ...maintenances].map(({ title }) => title),
  }));
}

const wishes = (rhythm: string) =>
  preferencesInput.parse({
    ...{ components: [], groups: [], kinds: ["incident", "maintenance", "postmortem"], least_impact: "none" },
    ...{ rhythm, locale: "en", timezone: "UTC" },
  });

async function started(more: Record<string, unknown> = {}): Promise<{
  scope: TenantScope;
  page: StatusPage;
  shop: string;
  search: string;
}> {
  const scope = newScope();
  const [shop, search] = [await newComponent(scope), await newComponent(scope)];
  return { scope, shop, search, page: await newPage(scope, now, more) };
}

describe("a digest", () => {
  it("is one mail of what would have been told one by one, to each what it asked for, and once (R7.1)", async () => {
    const { scope, page, shop, search } = await started();
    await subscribed(scope, page, "each@d1.example", now);
    await subscribed(scope, page, "all@d1.example", now, { rhythm: "daily" });
    await subscribed(scope, page, "shop@d1.example", now, { rhythm: "daily", components: [shop] });
    await subscribed(scope, page, "plans@d1.example", now, { rhythm: "daily", kinds: ["maintenance"] });
    const slow = await incident(scope, shop, "Checkout is slow", now + hourMs);
    const end = incidentUpdateInput.parse({ body: "Good.", status: "resolved" });
    await postUpdate(scope, { id: slow.id, update: end }, now + 2 * hourMs);
    await incident(scope, search, "Search is old", now + 3 * hourMs);
    const soon = { from: formatInstant(nextMorning + hourMs), to: formatInstant(nextMorning + 2 * hourMs) };
    await plan(scope, [search], { title: "Upgrade", ...soon, notify: false }, now + 4 * hourMs);
    expect(await digests(scope, nextMorning - 1)).toEqual([]);
    const got = await digests(scope, nextMorning + minuteMs);
    expect(got).toEqual([
      {
        address: "all@d1.example",
        status: "queued",
        lines: ["Checkout is slow", "Search is old", "Upgrade"],
      },
      { address: "plans@d1.example", status: "queued", lines: ["Upgrade"] },
      { address: "shop@d1.example", status: "queued", lines: ["Checkout is slow"] },
    ]);
    expect(await digests(scope, nextMorning + hourMs)).toEqual(got);
    const told = (await copies(scope, nextMorning)).filter(({ template }) => template.startsWith("incident"));
    expect(new Set(told.map(({ address }) => address))).toEqual(new Set(["each@d1.example"]));
  });

  it("is none when nothing happened, and a day without a worker is told with the next", async () => {
    const { scope, page, shop } = await started();
    await subscribed(scope, page, "ana@d2.example", now, { rhythm: "daily" });
    expect(await digests(scope, nextMorning)).toEqual([]);
    await incident(scope, shop, "Between", nextMorning + hourMs);
    expect(await digests(scope, nextMorning + 3 * dayMs)).toMatchObject([{ lines: ["Between"] }]);
  });

  it("says nothing that was taken back, and comes to nobody who unsubscribed, before or after it was made", async () => {
    const { scope, page, shop } = await started();
    await subscribed(scope, page, "ana@d3.example", now, { rhythm: "daily" });
    const gone = await subscribed(scope, page, "gone@d3.example", now, { rhythm: "daily" });
    const late = await subscribed(scope, page, "late@d3.example", now, { rhythm: "daily" });
    const wrong = await incident(scope, shop, "By mistake", now + hourMs);
    await undoPost(scope, { id: wrong.id }, now + hourMs + undoMs - 1);
    await incident(scope, shop, "In earnest", now + 2 * hourMs);
    await unsubscribe(gone, now + 3 * hourMs);
    expect(await digests(scope, nextMorning)).toMatchObject([
      { address: "ana@d3.example", lines: ["In earnest"] },
      { address: "late@d3.example", lines: ["In earnest"] },
    ]);
    await unsubscribe(late, nextMorning + 1);
    expect(await digests(scope, nextMorning + 2)).toMatchObject([
      { address: "ana@d3.example", status: "queued" },
      { address: "late@d3.example", status: "cancelled" },
    ]);
  });

  it("repeats nothing that came as a message of its own before somebody chose it", async () => {
    const { scope, page, shop } = await started();
    const holder = await subscribed(scope, page, "ana@d4.example", now);
    await incident(scope, shop, "Told at once", now + hourMs);
    await copies(scope, now + 2 * hourMs);
    await savePreferences(holder, wishes("daily"), now + 3 * hourMs);
    await incident(scope, shop, "Gathered", now + 4 * hourMs);
    expect(await digests(scope, nextMorning)).toMatchObject([{ lines: ["Gathered"] }]);
  });

  it("comes in the page's morning, weekly on its Monday", async () => {
    const { scope, page, shop } = await started({ timezone: "America/New_York" });
    await subscribed(scope, page, "day@d5.example", now, { rhythm: "daily" });
    await subscribed(scope, page, "week@d5.example", now, { rhythm: "weekly" });
    await incident(scope, shop, "Seen", now + 6 * hourMs);
    expect(await digests(scope, nextMorning)).toEqual([]);
    expect(await digests(scope, nextMorning + 6 * hourMs)).toMatchObject([{ address: "day@d5.example" }]);
    const all = await digests(scope, nextMorning + 8 * dayMs);
    expect(all.filter(({ address }) => address === "week@d5.example")).toHaveLength(1);
  });

  it("is refused to chats and to whoever follows one incident", async () => {
    const { scope, page } = await started();
    const hook = { channel: "slack", address: "https://hooks.slack.com/services/T0/B0/x", rhythm: "daily" };
    await expect(subscribed(scope, page, hook.address, now, hook)).rejects.toThrow(/digest/);
    const following = { incident_id: "inc_1", rhythm: "weekly" };
    await expect(subscribed(scope, page, "bo@d6.example", now, following)).rejects.toThrow(/follows one/);
  });
});
