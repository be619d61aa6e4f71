import { cookies, headers } from "next/headers";
import { cache } from "react";
import { isMachineItself, type RequestOrigin, relayedHeader } from "@/lib/auth/machine";
import { findSession, type Session, sessionCookie } from "@/lib/auth/session";
import { spokenLocale } from "@/lib/domain/locale";
import type { Locale } from "@/lib/domain/page";

/** Who is signed in at this browser, or null; asked of the database once per request. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const token = await sessionToken();
  return token === null ? null : await findSession(token, Date.now());
});

/** The session token of this browser's cookie, whether or not it still opens anything. */
export async function sessionToken(): Promise<string | null> {
  return (await cookies()).get(sessionCookie().name)?.value ?? null;
}

/** Keeps a session in this browser. Only a server action may, as only those may set cookies. */
export async function keepSession(session: { token: string; expiresAt: number }): Promise<void> {
  const { name, secure } = sessionCookie();
  const expires = new Date(session.expiresAt);
  (await cookies()).set(name, session.token, { httpOnly: true, sameSite: "lax", path: "/", secure, expires });
}

export async function forgetSession(): Promise<void> {
  const { name, secure } = sessionCookie();
  (await cookies()).set(name, "", { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: 0 });
}

/** Where the request comes from, as the HTTP entry left it. */
export async function requestOrigin(): Promise<RequestOrigin> {
  const given = await headers();
  return {
    client: given.get("x-forwarded-for") ?? "",
    host: given.get("host") ?? "",
    relayed: given.has(relayedHeader),
  };
}

/** The language that this browser prefers, of those that mails speak. */
export async function browserLocale(): Promise<Locale> {
  return spokenLocale((await headers()).get("accept-language"));
}

/** Whether the request comes from the machine that Probity runs on. */
export async function isFromMachine(): Promise<boolean> {
  return isMachineItself(await requestOrigin());
}
