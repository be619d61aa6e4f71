import { expect, it } from "vitest";
import { inEngine } from "@/db/client";
import { listVersions, loadPublication } from "@/db/queries/publication";
import { engineScope } from "@/lib/auth/scope";
import { pageCreateInput } from "@/lib/domain/page";
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
