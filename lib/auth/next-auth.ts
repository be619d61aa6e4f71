import type { AuthOptions } from "next-auth";
import type { EmailConfig } from "next-auth/providers/email";
import { loginAddressInput } from "@/lib/domain/address";
import type { Locale } from "@/lib/domain/page";
import { localPath } from "@/lib/domain/sign-in";
import { secondMs } from "@/lib/domain/time";
import { env, extendEnv, required } from "@/lib/env";
import { logger } from "@/lib/log";
import { requestSignIn } from "@/lib/operations/sign-in";
import { newToken } from "@/lib/secret";
import { adapter } from "./adapter";
import { sessionCookie, sessionLifeMs } from "./session";
import { signInLinkLifeMs } from "./sign-in-link";

/** How next-auth signs people in here: links by e-mail, sessions in the database. `client` is who asks, in which language. */
export function authOptions(client: string, locale: Locale = "en"): AuthOptions {
  const { publicUrl } = env();
  // Without it the library believes the Host header, and a forged one would steer mailed links elsewhere.
  extendEnv({ NEXTAUTH_URL: publicUrl });
  const { name, secure } = sessionCookie();
  return {
    adapter,
    providers: [emailProvider(client, locale)],
    secret: required("authSecret"),
    useSecureCookies: secure,
    session: {
      strategy: "database",
      maxAge: sessionLifeMs / secondMs,
      generateSessionToken: () => newToken(""),
    },
    cookies: {
      sessionToken: { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } },
    },
    pages: {
      signIn: "/sign-in",
      signOut: "/sign-out",
      error: "/sign-in/error",
      verifyRequest: "/sign-in/sent",
    },
    callbacks: { redirect: ({ url }) => `${publicUrl}${pathOfOurs(url, publicUrl)}` },
    logger: libraryLogger(),
  };
}

function emailProvider(client: string, locale: Locale): EmailConfig {
  return {
    id: "email",
    type: "email",
    name: "Email",
    server: "",
    from: env().emailFrom,
    maxAge: signInLinkLifeMs / secondMs,
    options: {},
    generateVerificationToken: () => newToken(""),
    normalizeIdentifier: (text) => loginAddressInput.parse(text),
    async sendVerificationRequest({ identifier, token, url }) {
      const callbackUrl = new URL(url).searchParams.get("callbackUrl") ?? "/";
      const callbackPath = pathOfOurs(callbackUrl, env().publicUrl);
      await requestSignIn({ email: identifier, callbackPath, client, locale, token }, Date.now());
    },
  };
}

/** The path of an address on our own origin, "/" for every other address. */
function pathOfOurs(address: string, publicUrl: string): string {
  if (!URL.canParse(address, publicUrl)) return "/";
  const url = new URL(address, publicUrl);
  return url.origin === new URL(publicUrl).origin ? localPath(`${url.pathname}${url.search}`) : "/";
}

function libraryLogger() {
  const log = logger("auth");
  return {
    error: (code: string, cause: unknown) => log.error({ code, err: cause }, "sign-in failed"),
    warn: (code: string) => log.warn({ code }, "sign-in library warns"),
    debug: () => {},
  };
}
