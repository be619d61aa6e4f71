import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { pageCreateInput } from "@/lib/domain/page";
import { type Ms, minuteMs } from "@/lib/domain/time";
import { extendEnv } from "@/lib/env";
import { createPage, updatePage } from "@/lib/operations/pages";
import { type EmbeddedPostgres, startPostgres } from "@/lib/server/postgres";
import { day, newComponent, newScope } from "../operations/ledger-rig";
import { temporaryFolder } from "../temporary-folder";
import { publishAt, startFront } from "./front-rig";

const folder = temporaryFolder();
const settings = { fsync: "off" };
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  postgres = await startPostgres({ dataDir: folder, settings });
  await migrate(postgres.url("postgres"));
  extendEnv({ DATABASE_URL: postgres.url("postgres") });
});

afterAll(async () => {
  await closeDatabase();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("a stopped Postgres stops no page, not even over a restart, and its return needs no care", async () => {
  const published: Ms = day(1);
  let clock = published;
  const scope = newScope();
  await newComponent(scope);
  const page = await createPage(scope, pageCreateInput.parse({ slug: "acme", name: "Acme" }), day(0));
  await publishAt(scope, published);
  const first = await startFront(folder, () => clock);
  await expect.poll(() => first.front.stats.pages).toBe(1);
  const longAgo = await first.get("/status/acme/history/2025-06");
  expect(longAgo.status).toBe(200);

  await postgres.stop();
  const told = await first.get("/status/acme");
  expect(told.status).toBe(200);
  await first.close();

  clock += 11 * minuteMs;
  const second = await startFront(folder, () => clock);
  await expect.poll(() => second.front.stats.pages).toBe(1);
  const old = await second.get("/status/acme");
  expect(old.text).toContain("Not updated since 00:00 UTC on 2 Oct 2026.");
  expect(old.text.replace(/<p class=note>.*<\/p>\n/, "")).toBe(told.text);
  const archived = await second.get("/status/acme/history/2025-06");
  expect(archived.text).toContain("may be out of date");
  expect(archived.text.replace(/<p class=note>.*<\/p>\n/, "")).toBe(longAgo.text);
  const unread = await second.get("/status/acme/history/2025-05");
  expect([unread.status, unread.headers["retry-after"]]).toEqual([503, "10"]);

  postgres = await startPostgres({ dataDir: folder, settings, port: postgres.port });
  await updatePage(scope, { id: page.id, patch: { name: "Acme again" } }, clock);
  await publishAt(scope, clock);
  await expect
    .poll(async () => (await second.get("/status/acme")).text)
    .toContain("<title>Acme again</title>");
  await second.close();
}, 60_000);
