import { beforeAll, describe, expect, it } from "vitest";
import { inGlobal, inTenant } from "@/db/client";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs } from "@/lib/domain/time";
import { listDeliveries, listNotices } from "@/lib/operations/delivery-desk";
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  previewInvitation,
  revokeInvitation,
} from "@/lib/operations/invitations";
import { listMembers } from "@/lib/operations/members";
import { invitedToken, member, noon, tenant } from "../auth/people";

let owner: TenantScope;
let admin: TenantScope;

beforeAll(async () => {
  ({ owner } = await tenant("acme"));
  admin = await member(owner, "adam@acme.test", "admin");
});

async function invite(email: string, by = owner) {
  const invitation = await createInvitation(by, { email, role: "responder" }, noon);
  return { ...invitation, token: await invitedToken(owner, invitation.id) };
}

describe("an invitation", () => {
  it("makes a new person a user and a member, once", async () => {
    const { token } = await invite("new@acme.test");
    const preview = await previewInvitation(token, noon);
    expect(preview).toMatchObject({ isKnownUser: false, organization: { slug: "acme" } });
    expect(await acceptInvitation(token, null, noon)).toMatchObject({ slug: "acme" });
    await expect(acceptInvitation(token, null, noon)).rejects.toMatchObject({ code: "conflict" });
    const found = await listMembers(owner, { limit: 1, q: "new@" });
    expect(found.items[0]).toMatchObject({ role: "responder" });
  });

  it("makes one member when it is accepted twice at the same moment", async () => {
    const { token } = await invite("twice@acme.test");
    const tries = await Promise.allSettled([1, 2, 3].map(() => acceptInvitation(token, null, noon)));
    expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  });

  it("asks a known person to sign in first, and takes nobody else", async () => {
    const { owner: elsewhere } = await tenant("elsewhere");
    const known = await member(elsewhere, "known@person.test", "viewer");
    const { token } = await invite("Known@Person.test".toLowerCase());
    await expect(acceptInvitation(token, null, noon)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(acceptInvitation(token, admin.actor.id, noon)).rejects.toMatchObject({ code: "forbidden" });
    await expect(acceptInvitation(token, known.actor.id, noon)).resolves.toMatchObject({ slug: "acme" });
  });

  it("is over after seven days, and when it was taken back or replaced", async () => {
    const old = await invite("old@acme.test");
    await expect(acceptInvitation(old.token, null, noon + 7 * dayMs)).rejects.toMatchObject({
      code: "conflict",
    });
    const newer = await invite("old@acme.test");
    expect((await previewInvitation(old.token, noon))?.invitation.status).toBe("revoked");
    await expect(acceptInvitation(old.token, null, noon)).rejects.toMatchObject({ code: "conflict" });
    await revokeInvitation(owner, newer.id, noon);
    await expect(acceptInvitation(newer.token, null, noon)).rejects.toMatchObject({ code: "conflict" });
    await expect(revokeInvitation(owner, newer.id, noon)).resolves.toMatchObject({ status: "revoked" });
  });

  it("gives no role that the inviter does not hold, and none to a member", async () => {
    for (const role of ["owner", "finance"] as const)
      await expect(createInvitation(admin, { email: "x@y.test", role }, noon)).rejects.toMatchObject({
        code: "forbidden",
      });
    await expect(invite("adam@acme.test")).rejects.toMatchObject({ code: "conflict" });
  });

  it("leads nowhere with a wrong token", async () => {
    expect(await previewInvitation("wrong", noon)).toBeNull();
    await expect(acceptInvitation("wrong", null, noon)).rejects.toMatchObject({ code: "not_found" });
  });

  it("R8.3 is stored by hash and its link sealed", async () => {
    const { token } = await invite("hash@acme.test");
    const stored = await inTenant(owner, async (tx) =>
      JSON.stringify([
        await tx.sql`select * from invitations`,
        await tx.sql`select * from deliveries`,
        await tx.sql`select * from notices`,
        await tx.sql`select * from audit_entries`,
      ]),
    );
    const index = await inGlobal(async (tx) => JSON.stringify(await tx.sql`select * from token_index`));
    expect(stored + index).not.toContain(token);
  });

  it("is a notice whose recipient's fate can be read", async () => {
    const { id } = await invite("fate@acme.test");
    const { items } = await listNotices(owner, { limit: 50, template: "invitation" });
    const notice = items.find((each) => each.factId === id);
    const fates = await listDeliveries(owner, notice?.id ?? "", { limit: 10 });
    expect(fates.items).toMatchObject([{ address: "fate@acme.test", status: "queued", attempts: 0 }]);
    await expect(
      listDeliveries((await tenant("third")).owner, notice?.id ?? "", { limit: 1 }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is listed by status", async () => {
    const { owner: fresh } = await tenant("listing");
    const first = await createInvitation(fresh, { email: "a@b.test", role: "viewer" }, noon);
    await createInvitation(fresh, { email: "c@d.test", role: "viewer" }, noon + 1);
    await revokeInvitation(fresh, first.id, noon);
    const count = async (status: "open" | "revoked" | "expired" | "accepted", now = noon) =>
      (await listInvitations(fresh, { limit: 50, status }, now)).items.length;
    expect([await count("open"), await count("revoked"), await count("expired")]).toEqual([1, 1, 0]);
    expect([await count("expired", noon + 8 * dayMs), await count("accepted")]).toEqual([1, 0]);
  });
});
