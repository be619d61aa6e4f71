import { rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { closeDatabase } from "@/db/client";
import { locales, pageCreateInput } from "@/lib/domain/page";
import { dayMs, formatInstant, hourMs, type Ms, secondMs } from "@/lib/domain/time";
import { keepRunning } from "@/lib/jobs/keep-running";
import { publish } from "@/lib/jobs/publish";
import { queueService } from "@/lib/jobs/worker";
import { createPage } from "@/lib/operations/pages";
import { say, tell } from "../operations/incident-rig";
import { newComponent, newScope } from "../operations/ledger-rig";
import { plan } from "../operations/maintenance-rig";
import { temporaryFolder } from "../temporary-folder";
import { type RunningFront, startFront } from "./front-rig";

// The real way of a word: transaction, queue, publication, a web process's poll, bytes on a socket.

const scope = newScope();
const folder = temporaryFolder();
const stop = new AbortController();
let front: RunningFront;
let working: Promise<void>;
let component: string;

beforeAll(async () => {
  component = await newComponent(scope, "Checkout", Date.now());
  working = keepRunning(queueService({ publish }, []), stop.signal);
  front = await startFront(folder, Date.now);
  const input = pageCreateInput.parse({ slug: "news", name: "News", locales: [...locales] });
  await createPage(scope, input, Date.now());
  await vi.waitFor(() => expect(front.front.stats.pages).toBe(1), { timeout: 30_000 });
}, 60_000);

afterAll(async () => {
  stop.abort();
  await Promise.all([working, front.close()]);
  await closeDatabase();
  rmSync(folder, { recursive: true, force: true });
});

const inEveryLanguage = (path: string) => locales.map((locale) => `${path}?lang=${locale}`);
const read = async (path: string) => (await front.get(`/status/news${path}`)).text;

/** How long after `committedAt` every one of `paths` held `text`. */
async function seenAfter(committedAt: Ms, paths: readonly string[], text: string): Promise<Ms> {
  // One after the other: asking for all at once would keep the publication itself from its work.
  for (const path of paths)
    await expect
      .poll(() => read(path), { timeout: 20 * secondMs, interval: 20, message: path })
      .toContain(text);
  return Date.now() - committedAt;
}

/**
 * The middle of several, as it would be on a machine whose processors this test does not share: with five at work for
 * each processor everything takes five times as long, and that is no finding.
 */
function middle(times: readonly Ms[]): Ms {
  const crowd = Math.max(1, (loadavg()[0] ?? 1) / availableParallelism());
  return (times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN) / crowd;
}

it("an incident is in the bytes of every format and language within 2 s of its commit", async () => {
  const times: Ms[] = [];
  const calm = await read("/badge.svg");
  for (const name of ["first", "second", "third"]) {
    const title = `The ${name} trouble`;
    const words = {
      title,
      body: `Seen since ${name} light.`,
      components: [{ id: component, state: "major_outage" as const }],
    };
    const { id } = await tell(scope, words, Date.now());
    const committedAt = Date.now();
    const documents = ["/", `/incidents/${id}`].flatMap(inEveryLanguage);
    const files = ["/history.rss", "/history.atom", "/api/v2/summary.json"];
    const data = ["/api/v2/incidents.json", "/api/v2/incidents/unresolved.json", "/embed.js"];
    times.push(
      await seenAfter(committedAt, [...documents, ...inEveryLanguage("/embed"), ...files, ...data], title),
    );
    expect(await read("/badge.svg")).not.toBe(calm);
    await say(scope, id, { status: "resolved", body: `Over by ${name} light.` }, Date.now());
    const resolvedAt = Date.now();
    const told = [
      ...inEveryLanguage(`/incidents/${id}`),
      ...inEveryLanguage("/"),
      ...files.slice(0, 2),
      "/api/v2/incidents.json",
    ];
    times.push(await seenAfter(resolvedAt, told, `Over by ${name} light.`));
    await expect.poll(() => read("/badge.svg"), { timeout: 20 * secondMs, interval: 20 }).toBe(calm);
  }
  expect(middle(times)).toBeLessThanOrEqual(2 * secondMs);
}, 120_000);

it("planned work is in the page, the calendar and Statuspage's API within 2 s of its commit", async () => {
  const times: Ms[] = [];
  for (const name of ["first", "second", "third"]) {
    const title = `The ${name} upgrade`;
    const from = Date.now() + dayMs;
    const window = { from: formatInstant(from), to: formatInstant(from + hourMs) };
    const { id } = await plan(scope, [component], { title, ...window }, Date.now());
    const committedAt = Date.now();
    const documents = ["/", `/maintenances/${id}`].flatMap(inEveryLanguage);
    const data = ["/calendar.ics", "/api/v2/summary.json", "/api/v2/scheduled-maintenances/upcoming.json"];
    times.push(await seenAfter(committedAt, [...documents, ...data], title));
  }
  expect(middle(times)).toBeLessThanOrEqual(2 * secondMs);
}, 120_000);
