import { expect, it } from "vitest";
import { inEngine } from "@/db/client";
import { listVersions, loadPublication } from "@/db/queries/publication";
import { engineScope } from "@/lib/auth/scope";
import { locales, pageCreateInput } from "@/lib/domain/page";
import { minuteMs } from "@/lib/domain/time";
import { publish } from "@/lib/jobs/publish";
import { createPage } from "@/lib/operations/pages";
import { renewPublications } from "@/lib/operations/publish";
import { append, newComponent, newScope, says } from "../operations/ledger-rig";

const context = { now: 0, signal: new AbortController().signal, attempt: 1 };
const versionOf = (pageId: string) =>
  inEngine(engineScope(), async (tx) => (await listVersions(tx, 0)).find((row) => row.pageId === pageId));

it("makes of many requests at once one publication more, and none is forgotten", async () => {
  const scope = newScope();
  await newComponent(scope);
  const page = await createPage(scope, pageCreateInput.parse({ slug: "many", name: "Many" }), Date.now());
  const payload = { organizationId: scope.organizationId };
  await Promise.all(Array.from({ length: 8 }, () => publish(payload, context)));
  expect((await versionOf(page.id))?.version).toBe(2);
  const loaded = await inEngine(engineScope(), (tx) => loadPublication(tx, page.id));
  expect(loaded?.addresses).toEqual(["slug:many"]);
  expect(loaded?.representations.map(({ path }) => path)).toContain("/api/v2/summary.json");
});

it("comes page after page, and first to a page that nobody can read yet", async () => {
  const scope = newScope();
  await newComponent(scope);
  const payload = { organizationId: scope.organizationId };
  const add = (slug: string) =>
    createPage(scope, pageCreateInput.parse({ slug, name: slug, locales: [...locales] }), Date.now());
  const older = [];
  for (let n = 1; n <= 8; n += 1) older.push((await add(`older-${n}`)).id);
  await publish(payload, context);
  const young = (await add("young")).id;
  const all = publish(payload, context);
  await expect.poll(async () => (await versionOf(young))?.version, { interval: 5, timeout: 20_000 }).toBe(1);
  const done = await Promise.all(older.map(async (id) => (await versionOf(id))?.version === 2));
  expect(done).toContain(false);
  await all;
  for (const id of older) expect((await versionOf(id))?.version).toBe(2);
});

it("R6.1 is asked for by the clock: a minute later while something is open, and by one worker only", async () => {
  const scope = newScope();
  const id = await newComponent(scope);
  await append(scope, [says(id, "major_outage", Date.now() - minuteMs)], Date.now());
  const page = await createPage(scope, pageCreateInput.parse({ slug: "clock", name: "Clock" }), Date.now());
  await publish({ organizationId: scope.organizationId }, context);
  const publishedAt = (await versionOf(page.id))?.publishedAt ?? 0;
  const due = publishedAt + minuteMs;
  expect((await versionOf(page.id))?.renewAt).toBeLessThanOrEqual(due);
  const [first, second] = await Promise.all([
    renewPublications(engineScope(), due),
    renewPublications(engineScope(), due),
  ]);
  expect(first + second).toBeGreaterThan(0);
  expect(await renewPublications(engineScope(), due)).toBe(0);
  expect((await versionOf(page.id))?.renewAt).toBe(due + 30_000);
});
