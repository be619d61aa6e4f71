import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { listAuditEntries } from "@/db/queries/audit";
import { memberScope } from "@/lib/auth/scope";
import { pageCreateInput, pageListInput, pagePatchInput } from "@/lib/domain/page";
import { minuteMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { archivePage, createPage, getPage, listPages, updatePage } from "@/lib/operations/pages";
import { storePublication, takeSnapshots } from "@/lib/operations/publish";
import { append, day, newComponent, newScope, says } from "./ledger-rig";

const now = day(5);
const input = (slug: string, more: object = {}) => pageCreateInput.parse({ slug, name: "Acme", ...more });

describe("createPage", () => {
  it("makes the page with its defaults, its audit row and a request to publish, in one transaction", async () => {
    const scope = newScope();
    const page = await createPage(scope, input("defaults"), now);
    expect(page).toMatchObject({
      basis: "worst",
      timezone: "UTC",
      components: null,
      access: { mode: "public" },
      version: 1,
    });
    expect(await getPage(scope, page.id)).toEqual(page);
    const [entry] = await inTenant(scope, (tx) => listAuditEntries(tx, { limit: 1, before: null }));
    expect(entry).toMatchObject({ action: "page.create", objectId: page.id, before: null });
  });

  it("refuses a slug that anybody has, across tenants, and leaves nothing behind", async () => {
    const scope = newScope();
    await createPage(newScope(), input("taken"), now);
    await expect(createPage(scope, input("taken"), now)).rejects.toMatchObject({
      code: "conflict",
      errors: [{ path: "slug" }],
    });
    expect((await listPages(scope, pageListInput.parse({}))).items).toEqual([]);
  });

  it("refuses components of another tenant, by their place", async () => {
    const [scope, other] = [newScope(), newScope()];
    const [own, foreign] = [await newComponent(scope), await newComponent(other)];
    await expect(
      createPage(scope, input("foreign", { components: [own, foreign] }), now),
    ).rejects.toMatchObject({
      code: "invalid",
      errors: [{ path: "components.1", message: "No such component." }],
    });
  });

  it("R6.6 lets two claim a domain, serves the first, and refuses rivals of a verified owner", async () => {
    const [first, second, third] = [newScope(), newScope(), newScope()];
    const domain = "status.rivals.test";
    const page = await createPage(first, input("first", { domain }), now);
    await createPage(second, input("second", { domain }), now);
    const owner = () =>
      inTenant(
        first,
        (tx) =>
          tx.sql<
            { pageId: string }[]
          >`select page_id from page_addresses where address = ${`host:${domain}`}`,
      );
    expect((await owner()).map((row) => row.pageId)).toEqual([page.id]);
    await inTenant(
      first,
      (tx) => tx.sql`update page_addresses set verified_at = ${now} where address = ${`host:${domain}`}`,
    );
    await expect(createPage(third, input("third", { domain }), now)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("keeps the product's own host out of every tenant's hands", async () => {
    const domain = "app.probity.test";
    const { publicUrl } = env();
    Object.assign(env(), { publicUrl: `https://${domain}` });
    await expect(createPage(newScope(), input("own", { domain }), now)).rejects.toMatchObject({
      code: "invalid",
    });
    Object.assign(env(), { publicUrl });
  });

  it("needs the permission to write", async () => {
    const viewer = memberScope(newScope().organizationId, "usr_2", "viewer");
    await expect(async () => createPage(viewer, input("viewer"), now)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("updatePage and archivePage", () => {
  it("moves the slug and frees the old one", async () => {
    const scope = newScope();
    const page = await createPage(scope, input("before"), now);
    const moved = await updatePage(
      scope,
      { id: page.id, patch: pagePatchInput.parse({ slug: "after" }), ifMatch: 1 },
      now,
    );
    expect(moved).toMatchObject({ slug: "after", version: 2 });
    await createPage(newScope(), input("before"), now);
  });

  it("refuses a version that is not the last (412) and leaves no trace of a change that changes nothing", async () => {
    const scope = newScope();
    const page = await createPage(scope, input("versions"), now);
    const change = updatePage(scope, { id: page.id, patch: { name: "B" }, ifMatch: 7 }, now);
    await expect(change).rejects.toMatchObject({ code: "conflict", status: 412 });
    expect((await updatePage(scope, { id: page.id, patch: { name: "Acme" } }, now)).version).toBe(1);
  });

  it("stays readable in the archive, twice archived as once, and shows itself only when asked for", async () => {
    const scope = newScope();
    const page = await createPage(scope, input("archive"), now);
    await archivePage(scope, { id: page.id }, now);
    await archivePage(scope, { id: page.id }, now + 1);
    expect(await getPage(scope, page.id)).toMatchObject({ archivedAt: now, version: 2 });
    expect((await listPages(scope, pageListInput.parse({}))).items).toEqual([]);
    expect((await listPages(scope, pageListInput.parse({ archived: "true" }))).items).toHaveLength(1);
    await createPage(newScope(), input("archive"), now);
  });

  it("does not exist for another tenant", async () => {
    const page = await createPage(newScope(), input("hidden"), now);
    const other = newScope();
    await expect(getPage(other, page.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(archivePage(other, { id: page.id }, now)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("listPages", () => {
  it("pages through all of them, newest first", async () => {
    const scope = newScope();
    for (const [index, slug] of ["one", "two", "three"].entries())
      await createPage(scope, input(slug), now + index);
    const first = await listPages(scope, pageListInput.parse({ limit: 2 }));
    const rest = await listPages(scope, pageListInput.parse({ limit: 2, cursor: first.nextCursor ?? "" }));
    expect([...first.items, ...rest.items].map(({ slug }) => slug)).toEqual(["three", "two", "one"]);
    expect(rest.nextCursor).toBeNull();
  });
});

describe("takeSnapshots and storePublication", () => {
  it("reads the state and its first second out of the ledger", async () => {
    const scope = newScope();
    const id = await newComponent(scope);
    await append(scope, [says(id, "operational", day(0))], day(0));
    await append(scope, [says(id, "major_outage", day(4) + 7)], day(4) + minuteMs);
    await createPage(scope, input("snapshot"), now);
    const [snapshot] = await takeSnapshots(scope, "http://probity.test", now);
    expect(snapshot).toMatchObject({ url: "http://probity.test/status/snapshot", publication: 0, now });
    expect(snapshot?.components).toMatchObject([{ id, state: "major_outage", since: day(4) + 7 }]);
    const today = snapshot?.components[0]?.days.find(({ dayStart }) => dayStart === day(4));
    expect(today?.totalsMs.operational).toBe(7);
  });

  it("drops a publication that another came before, so that old news never replaces new", async () => {
    const scope = newScope();
    await createPage(scope, input("outrun"), now);
    const [early] = await takeSnapshots(scope, "http://probity.test", now);
    const [late] = await takeSnapshots(scope, "http://probity.test", now + 1);
    if (!early || !late) throw new Error("no snapshot");
    const result = { isTroubled: false, paths: [], changed: [] };
    expect(await storePublication(scope, late, result)).toBe(true);
    expect(await storePublication(scope, early, result)).toBe(false);
    expect((await takeSnapshots(scope, "http://probity.test", now + 2))[0]?.publication).toBe(1);
  });
});
