import { beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { listAuditEntries } from "@/db/queries/audit";
import type { TenantScope } from "@/lib/domain/scope";
import { changeRole, listMembers, removeMember } from "@/lib/operations/members";
import { createOrganization, getOrganization, updateOrganization } from "@/lib/operations/organizations";
import { member, noon, tenant } from "../auth/people";

let owner: TenantScope;
let admin: TenantScope;
let viewer: TenantScope;

beforeAll(async () => {
  ({ owner } = await tenant("acme"));
  admin = await member(owner, "adam@acme.test", "admin");
  viewer = await member(owner, "vera@acme.test", "viewer");
});

const idOf = (scope: TenantScope) => scope.actor.id;

describe("organizations", () => {
  it("have one slug each", async () => {
    const again = createOrganization({ slug: "acme", name: "Other", owner: "x@y.test" }, noon);
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });

  it("are renamed by admins, once per version seen", async () => {
    const { version } = await getOrganization(viewer);
    const renamed = await updateOrganization(admin, { name: "Acme Inc" }, noon, version);
    expect(renamed).toMatchObject({ name: "Acme Inc", version: version + 1 });
    const late = updateOrganization(admin, { name: "Late" }, noon, version);
    await expect(late).rejects.toMatchObject({ code: "conflict", status: 412 });
    await expect(updateOrganization(viewer, { name: "No" }, noon)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("write who made and renamed them", async () => {
    const rows = await inTenant(owner, (tx) => listAuditEntries(tx, { limit: 50, before: null }));
    expect(rows.map((row) => row.action)).toEqual(
      expect.arrayContaining(["organization.create", "organization.update", "invitation.accept"]),
    );
  });
});

describe("members", () => {
  it("are listed by address, searched by part of it, paged", async () => {
    const all = await listMembers(admin, { limit: 50 });
    expect(all.items.map((each) => each.email)).toEqual([
      "adam@acme.test",
      "owner@acme.test",
      "vera@acme.test",
    ]);
    const found = await listMembers(admin, { limit: 50, q: "VERA" });
    expect(found.items).toHaveLength(1);
    expect((await listMembers(admin, { limit: 50, q: "%" })).items).toEqual([]);
    const first = await listMembers(admin, { limit: 2 });
    const rest = await listMembers(admin, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(rest.items.map((each) => each.email)).toEqual(["vera@acme.test"]);
  });

  it("are changed by admins only", async () => {
    await expect(changeRole(viewer, idOf(viewer), { role: "admin" }, noon)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(listMembers(viewer, { limit: 1 })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("get no role that their changer does not hold", async () => {
    for (const role of ["owner", "finance"] as const)
      await expect(changeRole(admin, idOf(viewer), { role }, noon)).rejects.toMatchObject({
        code: "forbidden",
      });
    expect((await changeRole(admin, idOf(viewer), { role: "responder" }, noon)).role).toBe("responder");
    expect((await changeRole(owner, idOf(viewer), { role: "viewer" }, noon)).role).toBe("viewer");
  });

  it("may leave by themselves, but an owner is safe from admins", async () => {
    await expect(removeMember(admin, idOf(owner), noon)).rejects.toMatchObject({ code: "forbidden" });
    const leaver = await member(owner, "leaver@acme.test", "viewer");
    await removeMember(leaver, idOf(leaver), noon);
    await expect(removeMember(owner, idOf(leaver), noon)).rejects.toMatchObject({ code: "not_found" });
  });

  it("of another tenant do not exist", async () => {
    const { owner: stranger } = await tenant("stranger");
    await expect(removeMember(stranger, idOf(viewer), noon)).rejects.toMatchObject({ code: "not_found" });
    await expect(changeRole(stranger, idOf(viewer), { role: "admin" }, noon)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the last owner", () => {
  it("can neither leave nor step down", async () => {
    const last = { code: "conflict" };
    await expect(removeMember(owner, idOf(owner), noon)).rejects.toMatchObject(last);
    await expect(changeRole(owner, idOf(owner), { role: "admin" }, noon)).rejects.toMatchObject(last);
  });

  it("is left when two owners remove each other at the same moment", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { owner: one } = await tenant(`pair-${round}`);
      const two = await member(one, `two-${round}@pair.test`, "owner");
      const acts = [
        round % 2 ? removeMember(one, idOf(two), noon) : changeRole(one, idOf(one), { role: "viewer" }, noon),
        removeMember(two, round % 2 ? idOf(one) : idOf(two), noon),
      ];
      const done = await Promise.allSettled(acts);
      expect(done.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    }
  });
});
