import NextAuth from "next-auth";
import { beforeAll, describe, expect, it } from "vitest";
import { inGlobal, inTenant } from "@/db/client";
import { findUserByEmail } from "@/db/queries/user";
import { authOptions } from "@/lib/auth/next-auth";
import { systemScope } from "@/lib/auth/scope";
import { endSession, findSession, memberOf, sessionCookie } from "@/lib/auth/session";
import { createSignInLink } from "@/lib/auth/sign-in-link";
import { AppError } from "@/lib/domain/errors";
import { platformOrganizationId } from "@/lib/domain/organization";
import { dayMs, hourMs } from "@/lib/domain/time";
import { requestSignIn } from "@/lib/operations/sign-in";
import { open } from "@/lib/secret";
import { member, noon, tenant } from "./people";

/** The library's real handler behind the smallest request and response it takes. */
async function visit(link: string, method = "GET"): Promise<{ location: string; token: string | null }> {
  const url = new URL(link);
  const cookies: string[] = [];
  let location = "";
  const response = {
    status: () => response,
    getHeader: () => cookies,
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === "location") location = String(value);
      else if (name.toLowerCase() === "set-cookie") cookies.splice(0, cookies.length, ...[value].flat());
      return response;
    },
    end: () => response,
    send: () => response,
    json: () => response,
  };
  const nextauth = url.pathname.split("/").slice(3);
  const query = { ...Object.fromEntries(url.searchParams), nextauth };
  const request = { method, query, body: {}, cookies: {}, headers: {} };
  await NextAuth(authOptions("127.0.0.1"))(request, response);
  const { name } = sessionCookie();
  const found = cookies.find((cookie) => cookie.startsWith(`${name}=`));
  return { location, token: found?.slice(name.length + 1).split(";")[0] ?? null };
}

const platform = systemScope(platformOrganizationId, "test");

async function mailedLinks(address: string): Promise<string[]> {
  const rows = await inTenant(
    platform,
    (tx) =>
      tx.sql<
        { slots: { link: string } }[]
      >`select slots from deliveries where address = ${address} order by id`,
  );
  return rows.map((row) => open(row.slots.link));
}

const ask = (email: string, client: string, now = noon) =>
  requestSignIn({ email, callbackPath: "/acme", client }, now);

beforeAll(async () => {
  const { owner } = await tenant("acme");
  await member(owner, "ana@acme.test", "viewer");
});

describe("a printed sign-in link", () => {
  it("signs in at once, and only once", async () => {
    const link = await createSignInLink("Owner@ACME.test", Date.now());
    const first = await visit(link);
    expect(new URL(first.location).pathname).toBe("/");
    const session = await findSession(first.token ?? "", Date.now());
    expect(session?.user.email).toBe("owner@acme.test");
    const second = await visit(link);
    expect(second.token).toBeNull();
    expect(second.location).toContain("error=Verification");
  });

  it("is worth nothing after 24 hours", async () => {
    const old = await visit(await createSignInLink("owner@acme.test", Date.now() - dayMs - 1));
    expect(old.token).toBeNull();
    expect(old.location).toContain("error=Verification");
  });

  it("yields one session when it is used twice at the same moment", async () => {
    const link = await createSignInLink("owner@acme.test", Date.now());
    const visits = await Promise.all([visit(link), visit(link), visit(link), visit(link)]);
    expect(visits.filter((each) => each.token !== null)).toHaveLength(1);
  });

  it("leads nowhere but to our own origin", async () => {
    const link = new URL(await createSignInLink("owner@acme.test", Date.now()));
    link.searchParams.set("callbackUrl", "https://evil.test/acme");
    expect(new URL((await visit(link.href)).location).origin).toBe(link.origin);
  });
});

describe("a mailed sign-in link", () => {
  it("opens a page with a button, which a scanner does not press", async () => {
    await ask("ana@acme.test", "192.0.2.1");
    const [link = ""] = await mailedLinks("ana@acme.test");
    const url = new URL(link);
    expect(url.pathname).toBe("/sign-in/confirm");
    expect(url.searchParams.get("callbackUrl")).toBe(`${url.origin}/acme`);
  });

  it("is pressed by POST and signs in", async () => {
    await ask("ana@acme.test", "192.0.2.1", Date.now());
    const link = new URL((await mailedLinks("ana@acme.test")).at(-1) ?? "");
    link.pathname = "/api/auth/callback/email";
    const { token, location } = await visit(link.href, "POST");
    expect(new URL(location).pathname).toBe("/acme");
    const found = await memberOf(token ?? "", "acme", Date.now());
    expect(found?.role).toBe("viewer");
    expect(found?.scope.grants).toEqual(new Set(["read"]));
    expect(await memberOf(token ?? "", "elsewhere", Date.now())).toBeNull();
  });

  it("goes to nobody who is not known here, and says the same", async () => {
    await expect(ask("stranger@acme.test", "192.0.2.2")).resolves.toBeUndefined();
    expect(await mailedLinks("stranger@acme.test")).toEqual([]);
    expect(await inGlobal((tx) => findUserByEmail(tx, "stranger@acme.test"))).toBeNull();
  });

  it("is limited by address, known or not", async () => {
    const tries = Array.from({ length: 6 }, (_, index) => ask("flood@acme.test", `192.0.2.${10 + index}`));
    const refused = (await Promise.allSettled(tries)).filter((each) => each.status === "rejected");
    expect(refused).toHaveLength(1);
    const [first] = refused;
    expect(first?.reason).toBeInstanceOf(AppError);
    expect(first?.reason.retryAfterSeconds).toBeGreaterThan(0);
    await expect(ask("flood@acme.test", "192.0.2.9", noon + hourMs)).resolves.toBeUndefined();
  });

  it("is limited by client", async () => {
    const tries = Array.from({ length: 21 }, (_, index) => ask(`n${index}@acme.test`, "192.0.2.99"));
    const refused = (await Promise.allSettled(tries)).filter((each) => each.status === "rejected");
    expect(refused).toHaveLength(1);
  });
});

describe("R8.3 what is stored", () => {
  it("holds no session token and no link token in clear", async () => {
    const link = await createSignInLink("owner@acme.test", Date.now());
    const secret = new URL(link).searchParams.get("token") ?? "";
    const stored = () =>
      inGlobal(async (tx) => JSON.stringify(await tx.sql`select * from verification_tokens`));
    expect(await stored()).not.toContain(secret);
    const { token } = await visit(link);
    const sessions = await inGlobal(async (tx) => JSON.stringify(await tx.sql`select * from sessions`));
    expect(token).toBeTruthy();
    expect(sessions).not.toContain(token);
  });

  it("ends a session at sign-out and at its time", async () => {
    const { token } = await visit(await createSignInLink("owner@acme.test", Date.now()));
    expect(await findSession(token ?? "", Date.now() + 31 * dayMs)).toBeNull();
    await endSession(token ?? "");
    expect(await findSession(token ?? "", Date.now())).toBeNull();
  });
});
