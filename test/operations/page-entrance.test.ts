import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { findThreshold, openPage, passOf } from "@/lib/auth/page-gate";
import { passCookie, signPass } from "@/lib/auth/page-pass";
import { pageCreateInput, pagePatchInput } from "@/lib/domain/page";
import type { PageScope, TenantScope } from "@/lib/domain/scope";
import { hourMs, minuteMs } from "@/lib/domain/time";
import { askForPageLink, enterByLink, enterByPassword } from "@/lib/operations/page-entrance";
import { createPage, getPage, updatePage } from "@/lib/operations/pages";
import { open } from "@/lib/secret";
import { day, newScope } from "./ledger-rig";

const now = day(5);

async function made(
  slug: string,
  more: object,
): Promise<{ scope: TenantScope; id: string; door: PageScope }> {
  const scope = newScope();
  const { id } = await createPage(scope, pageCreateInput.parse({ slug, name: "Acme", ...more }), now);
  const found = await findThreshold(slug);
  if (!found) throw new Error("no gate");
  return { scope, id, door: found.scope };
}

/** The tokens mailed so far, oldest first. */
async function mailed(scope: TenantScope): Promise<{ address: string; token: string }[]> {
  return inTenant(scope, async (tx) => {
    const rows = await tx.sql<{ address: string; slots: { link: string } }[]>`
      select address, slots from deliveries where organization_id = ${tx.organizationId} order by id`;
    return rows.map(({ address, slots }) => ({
      address,
      token: new URL(open(slots.link)).searchParams.get("token") ?? "",
    }));
  });
}

const from = (email: string, client = "203.0.113.1") => ({
  email,
  client,
  isCustomer: false,
  to: "/",
  locale: "en",
});

describe("a page with a password", () => {
  it("lets in who knows it, and keeps only its hash", async () => {
    const { scope, id, door } = await made("pw1", {
      access: { mode: "password", password: "correct horse" },
    });
    const given = { client: "203.0.113.1" };
    expect(await enterByPassword(door, { ...given, password: "wrong horse" }, now)).toBeNull();
    const pass = await enterByPassword(door, { ...given, password: "correct horse" }, now);
    expect(pass).toMatchObject({ pageId: id, audience: "password", expiresAt: now + 12 * hourMs });
    expect(JSON.stringify(await getPage(scope, id))).not.toContain("correct horse");
  });

  it("stops guessing by network, whatever address of it", async () => {
    const { door } = await made("pw2", { access: { mode: "password", password: "correct horse" } });
    const guess = (last: number) =>
      enterByPassword(door, { password: "guess guess", client: `2001:db8:1:2::${last}` }, now);
    for (let index = 0; index < 10; index += 1) expect(await guess(index)).toBeNull();
    await expect(guess(99)).rejects.toMatchObject({ code: "limit" });
    const elsewhere = { password: "correct horse", client: "203.0.113.9" };
    expect(await enterByPassword(door, elsewhere, now)).not.toBeNull();
  });

  it("keeps its password when it comes back masked, and every change ends the passes of before", async () => {
    const { scope, id, door } = await made("pw3", {
      access: { mode: "password", password: "correct horse" },
    });
    const given = { password: "correct horse", client: "203.0.113.1" };
    const pass = await enterByPassword(door, given, now);
    const masked = pagePatchInput.parse({
      name: "Renamed",
      access: { mode: "password", password: "********" },
    });
    await updatePage(scope, { id, patch: masked }, now);
    const cookie = `${passCookie}=${signPass("pass", pass ?? raise())}`;
    const request = () => new Request("http://p.test/status/pw3", { headers: { cookie } });
    expect(await openPage("pw3", request(), now)).not.toBeNull();
    const changed = pagePatchInput.parse({ access: { mode: "password", password: "battery staple" } });
    await updatePage(scope, { id, patch: changed }, now);
    expect(await openPage("pw3", request(), now)).toBeNull();
    expect(await enterByPassword(door, given, now)).toBeNull();
  });

  it("needs a password when none is known to be kept", async () => {
    const { scope, id } = await made("pw4", {});
    const patch = pagePatchInput.parse({ access: { mode: "password", password: "********" } });
    await expect(updatePage(scope, { id, patch }, now)).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("a page for a mail domain", () => {
  const access = { mode: "email_domain", domains: ["acme.example"] };

  it("mails a link to its people alone, and answers everybody the same", async () => {
    const { scope, door } = await made("md1", { access });
    for (const email of [
      "ana@acme.example",
      "eve@evil.example",
      "eve@sub.acme.example",
      "eve@acme.example.evil.example",
    ])
      expect(await askForPageLink(door, from(email), now)).toBeUndefined();
    expect((await mailed(scope)).map(({ address }) => address)).toEqual(["ana@acme.example"]);
  });

  it("opens once, within 15 minutes, on its own page", async () => {
    const [one, two] = [await made("md2", { access }), await made("md3", { access })];
    await askForPageLink(one.door, from("ana@acme.example"), now);
    await askForPageLink(one.door, from("bo@acme.example"), now);
    const links = await mailed(one.scope);
    const [first, second] = ["ana", "bo"].map((name) =>
      links.find(({ address }) => address.startsWith(name)),
    );
    expect(await enterByLink(two.door, first?.token ?? "", now)).toBeNull();
    const clicks = await Promise.all([1, 2].map(() => enterByLink(one.door, first?.token ?? "", now)));
    expect(clicks.filter(Boolean)).toHaveLength(1);
    expect(await enterByLink(one.door, second?.token ?? "", now + 15 * minuteMs)).toBeNull();
    expect(clicks.find(Boolean)).toMatchObject({ audience: "email:ana@acme.example" });
  });

  it("cannot be used to fill somebody's mailbox", async () => {
    const { door } = await made("md4", { access });
    for (let index = 0; index < 3; index += 1) await askForPageLink(door, from("ana@acme.example"), now);
    await expect(askForPageLink(door, from("ANA@acme.example", "203.0.113.2"), now)).rejects.toMatchObject({
      code: "limit",
    });
  });
});

it("a pass of one page is none of another", async () => {
  const { id } = await made("pp1", { access: { mode: "members" } });
  const cookie = `${passCookie}=${signPass("pass", { pageId: id, audience: "member:usr_1", epoch: 1, expiresAt: now + 1 })}`;
  expect(passOf(id, { epoch: 1 }, cookie, now)).not.toBeNull();
  expect(passOf("pag_other", { epoch: 1 }, cookie, now)).toBeNull();
});

it("refuses access that nobody could pass or everybody could", () => {
  for (const access of [
    { mode: "ip", cidrs: [] },
    { mode: "ip", cidrs: ["300.1.1.1"] },
    { mode: "email_domain", domains: ["not a domain"] },
    { mode: "email_domain", domains: ["com"] },
    { mode: "password", password: "short" },
    { mode: "public", password: "left over" },
  ])
    expect(pageCreateInput.safeParse({ slug: "x", name: "X", access }).success).toBe(false);
});

function raise(): never {
  throw new Error("no pass");
}
