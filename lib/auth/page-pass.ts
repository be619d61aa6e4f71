import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { PagePass } from "@/lib/domain/page-access";
import type { Ms } from "@/lib/domain/time";
import { required } from "@/lib/env";

/** The cookie of a page's gate; on a host shared by pages its path tells them apart. */
export const passCookie = "probity_page";

/** What a signed text may be used for: one made for a mail opens nothing by itself. */
type Use = "pass" | "ticket" | "feed";

/** Signs what a viewer may carry: `<payload>.<signature>`, safe in a cookie and an address. */
export function signPass(use: "pass" | "ticket", pass: PagePass): string {
  const payload = Buffer.from(JSON.stringify(pass)).toString("base64url");
  return `${payload}.${signature(use, payload)}`;
}

/** What was signed for this use, or null: forged, of another use, or expired. */
export function readPass(use: "pass" | "ticket", token: string, now: Ms): PagePass | null {
  const [payload = "", signed = "", ...rest] = token.split(".");
  if (rest.length > 0 || !isSame(signed, signature(use, payload))) return null;
  const pass: PagePass = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  return pass.expiresAt > now ? pass : null;
}

/** The secret in the feed addresses of a private page; another one after every change of its access. */
export function feedToken(pageId: string, epoch: number): string {
  return signature("feed", `${pageId}.${epoch}`).slice(0, 32);
}

export function isFeedToken(token: string, pageId: string, epoch: number): boolean {
  return isSame(token, feedToken(pageId, epoch));
}

/** Every pass among the cookies of a request, valid or not by their page. */
export function passesIn(cookieHeader: string | undefined, now: Ms): PagePass[] {
  return (cookieHeader ?? "").split(";").flatMap((part) => {
    const [name = "", value = ""] = part.trim().split("=", 2);
    const pass = name === passCookie ? readPass("pass", value, now) : null;
    return pass === null ? [] : [pass];
  });
}

let derived: { from: Uint8Array; key: Buffer } | null = null;

function signature(use: Use, text: string): string {
  const from = required("encryptionKey");
  if (derived?.from !== from)
    derived = { from, key: Buffer.from(hkdfSync("sha256", from, "", "probity page gate", 32)) };
  return createHmac("sha256", derived.key).update(`${use}.${text}`).digest("base64url");
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
