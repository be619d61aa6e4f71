import { findThreshold, passOf, type Threshold } from "@/lib/auth/page-gate";
import { passCookie } from "@/lib/auth/page-pass";
import { AppError } from "@/lib/domain/errors";
import type { Ms } from "@/lib/domain/time";
import { type CustomerReader, readerOnPage } from "@/lib/operations/customer-documents";
import { readCustomerLayer } from "@/lib/operations/customer-layer";
import { readGate } from "@/lib/operations/page-entrance";
import { layerDocument, layerSection } from "@/lib/render/customer-layer";
import { formResponse, isForeign } from "./form-door";
import { formPageOf, languageFor } from "./form-page";
import { baseOf, redirectTo } from "./gate-place";

/**
 * What a page shows to one customer's people (RULES R6.3): a section for the page's own script, a page of its own for
 * whoever comes by the link. A stranger is led to the door, or gets nothing where a script asked.
 */
export async function showLayer(request: Request, slug: string): Promise<Response> {
  const found = await findThreshold(slug);
  if (!found) return missing();
  const { page, url } = await readGate(found.scope);
  const base = baseOf(request, page);
  const isPart = new URL(request.url).searchParams.has("part");
  const now = Date.now();
  const contactId = contactOf(request, found, now);
  const door = () =>
    isPart || !page.customerLayer ? missing() : redirectTo(`${base}/enter?as=customer&to=/me`);
  if (contactId === null) return door();
  try {
    const layer = await readCustomerLayer(found.scope, contactId, now);
    const reader = { locale: languageFor(request, page.locales), timezone: page.timezone };
    const view = { page: formPageOf(page, url), reader, layer, at: `${base}/me` };
    return formResponse(isPart ? layerSection(view) : layerDocument(view));
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return door();
    throw error;
  }
}

/** The customer's person who asks for a file on the page at a slug, or null for a stranger. */
export async function readerAt(request: Request, slug: string): Promise<CustomerReader | null> {
  const found = await findThreshold(slug);
  const contactId = found && contactOf(request, found, Date.now());
  return found && contactId !== null ? readerOnPage(found.scope, contactId) : null;
}

/** The contact whose pass this browser carries. */
function contactOf(request: Request, { scope, gate }: Threshold, now: Ms): string | null {
  const pass = passOf(scope.pageId, gate, request.headers.get("cookie") ?? undefined, now);
  return pass?.audience.startsWith("contact:") ? pass.audience.slice("contact:".length) : null;
}

/** Forgets the pass of this browser. */
export async function leaveLayer(request: Request, slug: string): Promise<Response> {
  const found = await findThreshold(slug);
  if (!found || isForeign(request)) return missing();
  const base = baseOf(request, (await readGate(found.scope)).page);
  const path = base === "" ? "/" : base;
  const gone = `Path=${path}; Max-Age=0; SameSite=Lax`;
  return new Response(null, {
    status: 303,
    headers: [
      ["location", path],
      ["cache-control", "private, no-store"],
      ["set-cookie", `${passCookie}=; HttpOnly; ${gone}`],
      ["set-cookie", `${passCookie}_known=; ${gone}`],
    ],
  });
}

function missing(): Response {
  return new Response("Not found\n", { status: 404, headers: { "cache-control": "no-store" } });
}
