import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { answerTlsAsk } from "@/app/_server/tls-ask";
import { pageCreateInput } from "@/lib/domain/page";
import { provingText } from "@/lib/domain/page-domain";
import { viewPage } from "@/lib/domain/page-view";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms, minuteMs } from "@/lib/domain/time";
import { mirrorBatch } from "@/lib/jobs/mirrors";
import { openMirror } from "@/lib/mirror/mirror";
import { updateIncident } from "@/lib/operations/incidents";
import { recordDomainEvidence } from "@/lib/operations/page-domains";
import { archivePage, createPage } from "@/lib/operations/pages";
import { takeSnapshots } from "@/lib/operations/publish";
import { renderPublication } from "@/lib/render/publication";
import { publishAt } from "../server/front-rig";
import { temporaryFolder } from "../temporary-folder";
import { noon, patchOf, say, second, segments, tell } from "./incident-rig";
import { append, newComponent, newScope, says } from "./ledger-rig";
import { copies, newPage, subscribed } from "./subscriber-rig";

// What happens to pages seldom, and then all at once.

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything the organization's one page says at `now`, by path. */
async function published(scope: TenantScope, now: Ms): Promise<Map<string, string>> {
  const [snapshot] = await takeSnapshots(scope, "http://127.0.0.1:3000", now);
  if (!snapshot) throw new Error("no page");
  return new Map(renderPublication(viewPage(snapshot)).map(({ path, body }) => [path, String(body)]));
}

const named = (all: Map<string, string>, word: string) =>
  [...all].filter(([, body]) => body.includes(word)).map(([path]) => path);

describe("an incident of two hundred updates", () => {
  it("stands whole on its own page and in the API, its last words on the page itself and in feeds", async () => {
    const scope = newScope();
    const component = await newComponent(scope, "Checkout", noon - dayMs);
    await newPage(scope, noon - dayMs, { slug: "page-long" });
    const components = [{ id: component, state: "major_outage" as const }];
    const { id } = await tell(scope, { components, notify: false }, noon);
    for (let count = 1; count <= 200; count += 1)
      await say(scope, id, { body: `Word number ${count}.`, notify: false }, second(60 * count));
    const all = await published(scope, second(60 * 201));
    const own = all.get(`/incidents/${id}`) ?? "";
    const told = [...own.matchAll(/Word number (\d+)\./g)].map(([, count]) => Number(count));
    expect(new Set(told).size).toBe(200);
    expect(told.indexOf(200)).toBeLessThan(told.indexOf(1));
    const [first] = JSON.parse(all.get("/api/v2/incidents/unresolved.json") ?? "").incidents;
    expect(first.incident_updates).toHaveLength(201);
    expect(first.incident_updates[0].body).toBe("Word number 200.");
    const home = all.get("/") ?? "";
    expect(home).toContain("Word number 200.");
    expect(brotliCompressSync(home).length).toBeLessThan(12_000);
    const feed = all.get("/history.atom") ?? "";
    expect(feed).toContain("Word number 200.");
  }, 120_000);
});

describe("a component that is hidden until it fails", () => {
  it("is named nowhere before, everywhere while it fails, and in its incident ever after", async () => {
    const scope = newScope();
    const hidden = await newComponent(scope, "Basement pump", noon - dayMs);
    const plain = await newComponent(scope, "Checkout", noon - dayMs);
    await newPage(scope, noon - dayMs, {
      slug: "page-hidden",
      components: [{ id: plain }, { id: hidden, hidden_until_failing: true }],
    });
    expect(named(await published(scope, noon), "Basement pump")).toEqual([]);
    const components = [{ id: hidden, state: "partial_outage" as const }];
    const { id } = await tell(scope, { title: "Water", body: "Wet.", components, notify: false }, noon);
    const during = named(await published(scope, second(60)), "Basement pump");
    for (const path of ["/", `/incidents/${id}`, "/api/v2/summary.json", "/api/v2/components.json"])
      expect([path, during.includes(path)]).toEqual([path, true]);
    await say(scope, id, { status: "resolved", body: "Dry.", notify: false }, second(120));
    const after = await published(scope, second(180));
    expect(named(after, "Basement pump")).toContain(`/incidents/${id}`);
    expect(after.get("/api/v2/components.json")).not.toContain("Basement pump");
    const [past] = JSON.parse(after.get("/api/v2/incidents.json") ?? "").incidents;
    expect(past.components).toMatchObject([
      { id: hidden, name: "Basement pump", status: "operational", only_show_if_degraded: true },
    ]);
  });
});

describe("a start that is moved back after mails left", () => {
  it("is told by the page and the ledger at once, mails nobody again and unsays nothing", async () => {
    const scope = newScope();
    const component = await newComponent(scope, "Checkout", noon - dayMs);
    const page = await newPage(scope, noon - dayMs, { slug: "page-back" });
    await subscribed(scope, page, "reader@acme.example", noon - dayMs);
    const components = [{ id: component, state: "major_outage" as const }];
    const { id } = await tell(scope, { components }, noon);
    const mailed = await copies(scope, second(30));
    expect(mailed.filter(({ template }) => template.startsWith("incident"))).toHaveLength(1);
    const earlier = patchOf({ started_at: new Date(noon - 20 * minuteMs).toISOString() });
    await updateIncident(scope, { id, patch: earlier }, second(60));
    expect(await copies(scope, second(90))).toEqual(mailed);
    const window = { from: noon - 30 * minuteMs, to: second(60) };
    expect(await segments(scope, component, window)).toEqual([
      [-1_800, "unknown"],
      [-1_200, "major_outage"],
    ]);
    const [told] = JSON.parse(
      (await published(scope, second(90))).get("/api/v2/incidents/unresolved.json") ?? "",
    ).incidents;
    expect(told.started_at).toBe(new Date(noon - 20 * minuteMs).toISOString());
  });
});

describe("a page that is removed", () => {
  it("takes along its mirror and its domain, which another page may have then", async () => {
    const scope = newScope();
    const component = await newComponent(scope, "Checkout", noon - dayMs);
    await append(scope, [says(component, "operational", noon - dayMs)], noon - dayMs);
    const domain = "status.removed.example";
    const make = (slug: string) =>
      createPage(scope, pageCreateInput.parse({ slug, name: "Acme", domain }), noon);
    const prove = async (id: string, now: Ms) =>
      recordDomainEvidence(scope, id, { texts: [provingText(id)], pointsHere: true }, now);
    const mirror = openMirror(folder);
    const settle = async (now: Ms) => {
      await publishAt(scope, now);
      while ((await mirrorBatch(mirror, now)) > 0);
    };
    const { id } = await make("page-removed");
    await prove(id, noon);
    await settle(second(60));
    expect(existsSync(join(folder, "hosts", domain, "index.html.gz"))).toBe(true);
    expect((await answerTlsAsk(domain)).status).toBe(200);
    await archivePage(scope, { id }, second(120));
    await settle(second(180));
    expect(existsSync(join(folder, "hosts"))).toBe(false);
    expect(existsSync(join(folder, "status/page-removed"))).toBe(false);
    expect((await answerTlsAsk(domain)).status).toBe(404);
    const next = await make("page-next");
    await prove(next.id, second(240));
    await settle(second(300));
    expect(existsSync(join(folder, "hosts", domain, "status/page-next/index.html"))).toBe(true);
  });
});
