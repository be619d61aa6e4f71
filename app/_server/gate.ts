import { findThreshold, type Threshold } from "@/lib/auth/page-gate";
import { passCookie, readPass, signPass } from "@/lib/auth/page-pass";
import { findSession, sessionCookie } from "@/lib/auth/session";
import { addressInput } from "@/lib/domain/address";
import { AppError } from "@/lib/domain/errors";
import type { PagePass } from "@/lib/domain/page-access";
import { localPath } from "@/lib/domain/sign-in";
import { minuteMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import {
  askForPageLink,
  enterAsMember,
  enterByLink,
  enterByPassword,
  readGate,
} from "@/lib/operations/page-entrance";
import { confirmPage, type GateView, gatePage, linkSentPage, usedLinkPage } from "@/lib/render/gate-page";
import { gateWord } from "@/lib/render/gate-words";
import { clientOf, formResponse, isForeign, readForm } from "./form-door";
import { formPageOf, languageFor } from "./form-page";
import { baseOf, redirectTo } from "./gate-place";

type Standing = Threshold & {
  view: Omit<GateView, "to" | "complaint" | "typed" | "isForCustomers">;
  customerLayer: boolean;
  slug: string;
  /** Where the page's own paths begin on the host that was asked; "" on its own domain. */
  base: string;
  organizationId: string;
};

/** The way in, as a page of its own. */
export async function showGate(request: Request, slug: string): Promise<Response> {
  const standing = await standAt(request, slug);
  const { searchParams } = new URL(request.url);
  if (!standing || !hasDoor(standing, searchParams.get("as"))) return missing();
  return formResponse(
    gatePage({
      ...standing.view,
      isForCustomers: isForCustomers(standing, searchParams.get("as")),
      to: localPath(searchParams.get("to")),
      complaint: null,
      typed: "",
    }),
  );
}

/** Takes a password or an address. */
export async function takeGate(request: Request, slug: string): Promise<Response> {
  const [standing, form] = [await standAt(request, slug), await readForm(request)];
  const text = (name: string) => String(form?.get(name) ?? "");
  if (!standing || !form || !hasDoor(standing, text("as"))) return missing();
  const view = {
    ...standing.view,
    isForCustomers: isForCustomers(standing, text("as")),
    to: localPath(text("to")),
    typed: text("email"),
  };
  const refuse = (word: Parameters<typeof gateWord>[1], status: number, values = {}, headers = {}) =>
    formResponse(
      gatePage({ ...view, complaint: gateWord(view.reader.locale, word, values) }),
      status,
      headers,
    );
  if (isForeign(request)) return refuse("refused", 403);
  const now = Date.now();
  try {
    if (view.isForCustomers || view.mode === "email_domain") {
      const email = addressInput.safeParse(text("email"));
      if (!email.success) return refuse("bad_email", 400);
      const given = { email: email.data, isCustomer: view.isForCustomers, to: view.to };
      const from = { client: clientOf(request), locale: view.reader.locale };
      await askForPageLink(standing.scope, { ...given, ...from }, now);
      return formResponse(linkSentPage(view));
    }
    const given = { password: text("password"), client: clientOf(request) };
    const pass = await enterByPassword(standing.scope, given, now);
    return pass === null ? refuse("wrong_password", 401) : letIn(request, standing, pass, view.to);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "limit") throw error;
    const seconds = error.retryAfterSeconds ?? 60;
    const minutes = String(Math.ceil(seconds / 60));
    return refuse("too_many", 429, { minutes }, { "retry-after": String(seconds) });
  }
}

/** Asks for the click that a mail scanner does not make. */
export async function showLink(request: Request, slug: string): Promise<Response> {
  const standing = await standAt(request, slug);
  if (!standing) return missing();
  const { searchParams } = new URL(request.url);
  const action = `${standing.view.action}/link?to=${encodeURIComponent(localPath(searchParams.get("to")))}`;
  return formResponse(confirmPage({ ...standing.view, action, token: searchParams.get("token") ?? "" }));
}

export async function takeLink(request: Request, slug: string): Promise<Response> {
  const [standing, form] = [await standAt(request, slug), await readForm(request)];
  if (!standing || !form) return missing();
  const pass = isForeign(request)
    ? null
    : await enterByLink(standing.scope, String(form.get("token") ?? ""), Date.now());
  if (pass === null) return formResponse(usedLinkPage(standing.view), 410);
  const to = localPath(new URL(request.url).searchParams.get("to"));
  const isOwn = pass.audience.startsWith("contact:") && to === "/";
  return letIn(request, standing, pass, isOwn ? "/me" : to);
}

/** A member's own session opens the gate; on a page's own domain by way of a ticket, for cookies stay on their host. */
export async function enterMember(request: Request, slug: string): Promise<Response> {
  const standing = await standAt(request, slug);
  if (!standing) return missing();
  const to = localPath(new URL(request.url).searchParams.get("to"));
  const home = `${env().publicUrl}/status/${slug}/enter/member?to=${encodeURIComponent(to)}`;
  if (standing.base === "") return redirectTo(`${home}&host=own`);
  const now = Date.now();
  const token = cookieOf(request, sessionCookie().name);
  const session = token === null ? null : await findSession(token, now);
  if (session === null) return redirectTo(signInAt(home));
  const isMember = session.memberships.some(
    ({ organization }) => organization.id === standing.organizationId,
  );
  if (!isMember) return missing();
  const pass = await enterAsMember(standing.scope, session.user.id, now);
  const { url } = await readGate(standing.scope);
  const isOwn = new URL(request.url).searchParams.get("host") === "own" && !url.startsWith(env().publicUrl);
  if (!isOwn) return letIn(request, standing, pass, to);
  const ticket = signPass("ticket", { ...pass, expiresAt: now + minuteMs });
  return redirectTo(`${url}/enter/ticket?${new URLSearchParams({ ticket, to })}`);
}

/** Turns a ticket of a minute into a pass on this host. */
export async function takeTicket(request: Request, slug: string): Promise<Response> {
  const standing = await standAt(request, slug);
  const { searchParams } = new URL(request.url);
  const now = Date.now();
  const ticket = readPass("ticket", searchParams.get("ticket") ?? "", now);
  if (!standing || ticket?.pageId !== standing.scope.pageId || ticket.epoch !== standing.gate.epoch)
    return missing();
  const pass = await enterAsMember(standing.scope, ticket.audience.replace(/^member:/, ""), now);
  return letIn(request, standing, pass, localPath(searchParams.get("to")));
}

async function standAt(request: Request, slug: string): Promise<Standing | null> {
  const found = await findThreshold(slug);
  if (!found || found.gate.mode === "ip") return null;
  const { page, url } = await readGate(found.scope);
  const base = baseOf(request, page);
  const reader = { locale: languageFor(request, page.locales), timezone: page.timezone };
  const view = { page: formPageOf(page, url), reader, mode: found.gate.mode, action: `${base}/enter` };
  const { organizationId } = found.scope;
  return { ...found, view, customerLayer: page.customerLayer, slug, base, organizationId };
}

function isForCustomers({ customerLayer }: Standing, as: string | null): boolean {
  return customerLayer && as === "customer";
}

/** A public page has no gate, only a door for customers where there is something behind it. */
function hasDoor(standing: Standing, as: string | null): boolean {
  return standing.gate.mode !== "public" || isForCustomers(standing, as);
}

function letIn(request: Request, { base }: Standing, pass: PagePass, to: string): Response {
  const secure = request.headers.get("x-forwarded-proto") === "https" || env().publicUrl.startsWith("https:");
  const rest = [
    `Path=${base === "" ? "/" : base}`,
    `Expires=${new Date(pass.expiresAt).toUTCString()}`,
    "SameSite=Lax",
    ...(secure ? ["Secure"] : []),
  ].join("; ");
  const cookies: [string, string][] = [
    ["set-cookie", `${passCookie}=${signPass("pass", pass)}; HttpOnly; ${rest}`],
  ];
  // Tells the page's script, which cannot read the pass, that there is a layer to ask for.
  if (pass.audience.startsWith("contact:")) cookies.push(["set-cookie", `${passCookie}_known=1; ${rest}`]);
  return redirectTo(base !== "" && to === "/" ? base : `${base}${to}`, cookies);
}

/** Sign-in that leads back; only paths of ours can be led back to. */
function signInAt(home: string): string {
  const path = home.slice(env().publicUrl.length);
  return `${env().publicUrl}/sign-in?callbackUrl=${encodeURIComponent(path)}`;
}

function cookieOf(request: Request, name: string): string | null {
  const parts = (request.headers.get("cookie") ?? "").split(";").map((part) => part.trim());
  // A session's name is letters and digits alone: what would have to be decoded is none of ours.
  return parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

function missing(): Response {
  return new Response("Not found\n", { status: 404, headers: { "cache-control": "no-store" } });
}
