import { inGlobal, inTenant } from "@/db/client";
import { findAddress, findPage } from "@/db/queries/page";
import { gateOf, isWithin, type PageGate, type PagePass } from "@/lib/domain/page-access";
import type { PageScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { isFeedToken, passesIn } from "./page-pass";
import { pageScope } from "./scope";

/** What somebody at the gate brings along. */
export type Visitor = {
  cookie: string | undefined;
  /** The client's address as the front door found it (RULES R6.6). */
  client: string;
  /** The path below the page and the token in the address, for feeds. */
  path: string;
  token: string | null;
};

/** Read by programs that carry no cookies: a token in the address opens these, and nothing else. */
const feeds: ReadonlySet<string> = new Set(["/history.rss", "/history.atom", "/calendar.ics"]);

/** The one decision over a page: without a query, by what the visitor brings (RULES R6.3). */
export function isAdmitted(pageId: string, gate: PageGate, visitor: Visitor, now: Ms): boolean {
  if (gate.mode === "public") return true;
  if (gate.mode === "ip" && isWithin(visitor.client, gate.cidrs)) return true;
  if (feeds.has(visitor.path) && visitor.token !== null && isFeedToken(visitor.token, pageId, gate.epoch))
    return true;
  return gate.mode !== "ip" && passOf(pageId, gate, visitor.cookie, now) !== null;
}

/** The pass for this page among the cookies; one of before a change of access is none. */
export function passOf(
  pageId: string,
  gate: Pick<PageGate, "epoch">,
  cookie: string | undefined,
  now: Ms,
): PagePass | null {
  return passesIn(cookie, now).find((pass) => pass.pageId === pageId && pass.epoch === gate.epoch) ?? null;
}

/** A page at whose gate somebody stands: nothing of it may be read yet, but how to get in. */
export type Threshold = { scope: PageScope; gate: PageGate };

/** The page at a slug or on a domain of its own, or null when there is none. */
export async function findThreshold(slug: string): Promise<Threshold | null> {
  const address = await inGlobal((tx) => findAddress(tx, `slug:${slug}`));
  if (!address) return null;
  const scope = pageScope(address.organizationId, address.pageId);
  const page = await inTenant(scope, (tx) => findPage(tx, address.pageId));
  return page && page.archivedAt === null ? { scope, gate: gateOf(page) } : null;
}

/** Lets a viewer in to the page at a slug, or null when there is none or its gate stays shut. */
export async function openPage(slug: string, request: Request, now: Ms): Promise<PageScope | null> {
  return (await openThreshold(slug, request, now))?.scope ?? null;
}

/** The same for whoever answers otherwise behind a gate than where there is none. */
export async function openThreshold(slug: string, request: Request, now: Ms): Promise<Threshold | null> {
  const found = await findThreshold(slug);
  if (!found) return null;
  const url = new URL(request.url);
  const visitor: Visitor = {
    cookie: request.headers.get("cookie") ?? undefined,
    client: request.headers.get("x-forwarded-for") ?? "",
    path: url.pathname.slice(`/status/${slug}`.length),
    token: url.searchParams.get("token"),
  };
  return isAdmitted(found.scope.pageId, found.gate, visitor, now) ? found : null;
}
