import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { renderShell } from "@/emails/render";
import { incidentInput } from "@/lib/domain/incident";
import { previewInput } from "@/lib/domain/incident-preview";
import { maintenancePatch } from "@/lib/domain/maintenance-act";
import { maintenanceWordsInput } from "@/lib/domain/maintenance-preview";
import type { NoticeTemplate } from "@/lib/domain/notice";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, hourMs, minuteMs } from "@/lib/domain/time";
import type { Broadcast } from "@/lib/operations/announced-pages";
import { previewIncident } from "@/lib/operations/incident-preview";
import { createIncident } from "@/lib/operations/incidents";
import { updateMaintenancePlan } from "@/lib/operations/maintenance-acts";
import { previewMaintenanceWords } from "@/lib/operations/maintenance-words";
import { day, newComponent, newScope } from "./ledger-rig";
import { plan } from "./maintenance-rig";
import { copies, newPage, subscribed } from "./subscriber-rig";

const now = day(5);

type Sent = { template: NoticeTemplate; slots: Record<string, unknown> };

/** The latest notices about incidents and maintenances, as many as there are pages. */
function sent(scope: TenantScope, count: number): Promise<Sent[]> {
  return inTenant(
    scope,
    (tx) => tx.sql<Sent[]>`
      select template, slots from notices where organization_id = ${tx.organizationId} and audience is not null
      order by created_at desc, slots -> 'page' ->> 'name' limit ${count}`,
  );
}

/** What a reader gets of it; identifiers of what did not exist at the time of the preview are passed over. */
async function mailsOf(notices: readonly (Sent | Broadcast)[]) {
  const reader = { locale: "de", timezone: "Europe/Berlin" };
  const mails = await Promise.all(
    notices.map(async ({ template, slots }) => {
      const { subject, text, html } = await renderShell(template, { ...slots }, reader);
      return [subject, text, html].map((words) => words.replace(/(inc|mnt)_[a-z0-9]+/g, "$1_"));
    }),
  );
  return mails.toSorted();
}

async function twoPages(host: string) {
  const scope = newScope();
  const [shop, search] = [await newComponent(scope), await newComponent(scope)];
  const pages = [
    await newPage(scope, now, { name: "Shop", components: [{ id: shop, name: "Checkout" }] }),
    await newPage(scope, now, { name: "All" }),
  ];
  for (const page of pages) await subscribed(scope, page, `ana@${host}`, now);
  for (const page of pages) await subscribed(scope, page, `bo@${host}`, now, { kinds: ["maintenance"] });
  return { scope, shop, search };
}

async function toldNow(scope: TenantScope, at: number): Promise<number> {
  const all = await copies(scope, at);
  return all.filter(({ template }) => template !== "opt_in").length;
}

describe("what a preview says is what is sent", () => {
  it("of an incident: every page's mail to the letter, and to as many", async () => {
    const { scope, shop } = await twoPages("incident.example");
    const words = {
      title: "Payments fail",
      status: "identified" as const,
      body: "About **1 in 5** <b>payments</b> fail.",
      components: [{ id: shop, state: "partial_outage" as const }],
      next_update_at: formatInstant(now + hourMs),
    };
    const preview = await previewIncident(scope, previewInput.parse({ ...words, incident_id: null }), now);
    await createIncident(scope, incidentInput.parse(words), now);
    expect(await mailsOf(await sent(scope, 2))).toEqual(
      await mailsOf(preview.pages.map(({ notice }) => notice)),
    );
    expect(preview.recipients.email).toBe(await toldNow(scope, now + minuteMs));
  });

  it("of a maintenance, when it is planned and when its plan is changed", async () => {
    const { scope, shop, search } = await twoPages("work.example");
    const times = { from: formatInstant(now + hourMs), to: formatInstant(now + 3 * hourMs) };
    const words = { title: "Upgrade", body: "Writes are *refused*.", components: [shop], ...times };
    const look = (more: object) =>
      previewMaintenanceWords(scope, maintenanceWordsInput.parse({ ...words, notify: true, ...more }), now);
    const planned = await look({});
    const made = await plan(scope, [shop], words, now);
    expect(planned).toMatchObject({ event: "scheduled", isTold: true });
    expect(await mailsOf(await sent(scope, 2))).toEqual(
      await mailsOf(planned.pages.map(({ notice }) => notice)),
    );
    expect(planned.recipients.email).toBe(await toldNow(scope, now + minuteMs));

    const later = { components: [shop, search], to: formatInstant(now + 4 * hourMs), body: "Longer." };
    const changed = await look({ ...later, maintenance_id: made.id });
    const patch = maintenancePatch.parse(later);
    await updateMaintenancePlan(scope, { id: made.id, patch }, now + minuteMs);
    expect(changed.event).toBe("changed");
    expect(await mailsOf(await sent(scope, 2))).toEqual(
      await mailsOf(changed.pages.map(({ notice }) => notice)),
    );
  });

  it("of a maintenance says when nobody is mailed: not wanted, or only words that stand on the page", async () => {
    const { scope, shop } = await twoPages("silent.example");
    const times = { from: formatInstant(now + hourMs), to: formatInstant(now + 3 * hourMs) };
    const words = { title: "Upgrade", body: "", components: [shop], ...times, notify: true };
    const look = (more: object) =>
      previewMaintenanceWords(scope, maintenanceWordsInput.parse({ ...words, ...more }), now);
    expect(await look({ notify: false })).toMatchObject({
      isTold: false,
      pages: [],
      recipients: { email: 0 },
    });
    const { id } = await plan(scope, [shop], { ...times, title: "Upgrade" }, now);
    expect(await look({ maintenance_id: id, body: "More." })).toMatchObject({ event: null, pages: [] });
    expect(await look({ from: formatInstant(now - hourMs) })).toMatchObject({ event: "started" });
    await expect(look({ maintenance_id: "mnt_other" })).rejects.toMatchObject({ code: "not_found" });
  });
});
