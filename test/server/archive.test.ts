import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { passCookie, signPass } from "@/lib/auth/page-pass";
import { pageCreateInput } from "@/lib/domain/page";
import { passLifeMs } from "@/lib/domain/page-access";
import { dayMs, formatInstant, hourMs, type Ms, minuteMs } from "@/lib/domain/time";
import { mergeIncident } from "@/lib/operations/incident-merge";
import { createPage } from "@/lib/operations/pages";
import { publishPostmortem, savePostmortem } from "@/lib/operations/postmortems";
import { say, tell } from "../operations/incident-rig";
import { day, newComponent, newScope } from "../operations/ledger-rig";
import { plan, tick } from "../operations/maintenance-rig";
import { temporaryFolder } from "../temporary-folder";
import { publishAt, type RunningFront, startFront } from "./front-rig";

const scope = newScope();
/** Three years after the first of it. */
const now: Ms = day(3 * 365);
const folder = temporaryFolder();
const ids = { oldest: "", doubled: "", newest: "", other: "", work: "", private: "" };
let running: RunningFront;

async function past(component: string, title: string, at: Ms): Promise<string> {
  const told = { title, components: [{ id: component, state: "major_outage" as const }] };
  const { id } = await tell(scope, told, at);
  await say(scope, id, { status: "resolved", body: "All is well." }, at + hourMs);
  return id;
}

beforeAll(async () => {
  const [checkout, hidden] = [await newComponent(scope, "Checkout"), await newComponent(scope, "Hidden")];
  const shown = { components: [checkout], locales: ["en", "de"] };
  await createPage(scope, pageCreateInput.parse({ slug: "old", name: "Old", ...shown }), day(0));
  const access = { mode: "password", password: "correct horse" };
  const secret = pageCreateInput.parse({ slug: "closed", name: "Closed", access, components: [checkout] });
  ids.private = (await createPage(scope, secret, day(0))).id;
  ids.oldest = await past(checkout, "The first of all", day(2));
  ids.doubled = await past(checkout, "Told twice", day(3));
  await mergeIncident(scope, { id: ids.doubled, into: ids.oldest }, day(3) + 2 * hourMs);
  ids.other = await past(hidden, "Nobody's business", day(4));
  const at = day(5);
  const work = await plan(scope, [checkout], {}, at);
  ids.work = work.id;
  await tick(scope, work, at + hourMs);
  await tick(scope, work, at + 3 * hourMs);
  for (let index = 0; index < 101; index += 1)
    ids.newest = await past(checkout, `Of late ${index}`, now - (102 - index) * dayMs);
  await publishAt(scope, now);
  running = await startFront(folder, () => now);
  await vi.waitFor(() => expect(running.front.stats.pages).toBe(2), { timeout: 15_000 });
}, 120_000);

afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const page = (path: string, headers: Record<string, string> = {}) =>
  running.get(`/status/old${path}`, { accept: "text/html", ...headers });

describe("what a publication holds no more", () => {
  it("keeps its address: an incident of three years ago, in every language, as it would be published", async () => {
    const [old, recent] = [await page(`/incidents/${ids.oldest}`), await page(`/incidents/${ids.newest}`)];
    expect([old.status, recent.status]).toEqual([200, 200]);
    expect(old.text).toContain("<h1 dir=auto>The first of all</h1>");
    expect(old.text).toContain("Resolved · Started <time");
    expect(Object.keys(old.headers).sort()).toEqual(Object.keys(recent.headers).sort());
    const german = await page(`/incidents/${ids.oldest}?lang=de`);
    expect(german.text).toContain("<html lang=de");
    const tag = String(old.headers.etag);
    expect((await page(`/incidents/${ids.oldest}`, { "if-none-match": tag })).status).toBe(304);
  });

  it("keeps the address of planned work", async () => {
    const { status, text } = await page(`/maintenances/${ids.work}`);
    expect([status, text]).toEqual([200, expect.stringContaining("<h1 dir=auto>Upgrade</h1>")]);
    expect(text).toContain("Completed");
  });

  it("is found month by month from the history on", async () => {
    let [path, text] = ["/history", (await page("/history")).text];
    for (let month = 0; month < 40 && !text.includes(ids.oldest); month += 1) {
      path = /href="\/status\/old(\/history\/[\d-]+)[^"]*" rel=prev/.exec(text)?.[1] ?? "";
      const answer = await page(path);
      expect([path, answer.status]).toEqual([path, 200]);
      text = answer.text;
    }
    expect(path).toBe(`/history/${formatInstant(day(2)).slice(0, 7)}`);
    expect(text).toContain(`/status/old/incidents/${ids.oldest}?lang=en`);
    expect(text).toContain(ids.work);
    expect(text).not.toContain("Nobody's business");
    expect(text).not.toContain("rel=prev");
    for (const year of ["2026", "2027", "2028"]) expect(text).toContain(`>${year}</a>`);
  });

  it("leads from a duplicate to the incident that tells its story", async () => {
    const { status, headers } = await page(`/incidents/${ids.doubled}?lang=de`);
    expect([status, headers.location]).toEqual([302, `/status/old/incidents/${ids.oldest}?lang=de`]);
  });

  it("is nothing where there never was anything, and where it is about what the page does not show", async () => {
    const unknown = ids.oldest.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    for (const path of [
      ...[`/incidents/${unknown}`, `/incidents/${ids.other}`, "/incidents/inc_1", "/history/2019-01"],
      ...[
        "/history/2031-01",
        "/history/2027-13",
        `/maintenances/${ids.oldest}`,
        `/incidents/${ids.oldest}/x`,
      ],
    ]) {
      const answer = await page(path);
      expect([path, answer.status, answer.text]).toEqual([path, 404, `next: /status/old${path}`]);
    }
  });

  it("is read once for a crowd", async () => {
    const month = `/history/${formatInstant(day(40)).slice(0, 7)}`;
    const all = await Promise.all(Array.from({ length: 200 }, () => page(month)));
    expect(new Set(all.map(({ status, text }) => `${status} ${text.length}`)).size).toBe(1);
    expect(all[0]?.status).toBe(200);
  });
});

describe("the archive of a private page", () => {
  const closed = (path: string, headers = {}) => running.get(`/status/closed${path}`, headers);

  it("answers strangers alike, whether there is something or not", async () => {
    const unknown = `/incidents/${ids.oldest.replace(/.$/, "0")}`;
    const answers = await Promise.all([closed(`/incidents/${ids.oldest}`), closed(unknown), closed("/x")]);
    for (const { status, headers, text } of answers) {
      expect([status, text]).toEqual([
        401,
        "This page is private. Open /status/closed/enter in a browser.\n",
      ]);
      expect(headers.etag).toBeUndefined();
    }
  });

  it("is for those who were let in, and nobody keeps it", async () => {
    const pass = {
      pageId: ids.private,
      audience: "password" as const,
      epoch: 1,
      expiresAt: now + passLifeMs,
    };
    const cookie = { cookie: `${passCookie}=${signPass("pass", pass)}` };
    const { status, headers, text } = await closed(`/incidents/${ids.oldest}`, cookie);
    expect([status, headers["cache-control"]]).toEqual([200, "private, no-store"]);
    expect([headers.etag, headers["x-robots-tag"]]).toEqual([undefined, "noindex"]);
    expect(text).toContain("The first of all");
  });
});

it("what was learned of it stays too, and shows as soon as the page is published again", async () => {
  const at = now + minuteMs;
  await savePostmortem(scope, { id: ids.oldest, body: "A disk was full." }, at);
  await publishPostmortem(scope, { id: ids.oldest }, at);
  await publishAt(scope, at);
  await expect
    .poll(async () => (await page(`/incidents/${ids.oldest}`)).text, { timeout: 5_000 })
    .toContain("A disk was full.");
});
