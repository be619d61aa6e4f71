import { readBytes } from "@/lib/api/body";
import type { FormDocument } from "@/lib/render/subscription-document";

/** A page of forms as bytes: never kept, never framed, its address never told to others. */
export function formResponse(
  document: FormDocument,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  return new Response(document.text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": document.policy,
      "cache-control": "private, no-store",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
      ...headers,
    },
  });
}

/**
 * Whether another site made a browser send this. These forms know nobody by cookie, so all it could do is what it
 * could do itself; still nobody's browser is to be used for it.
 */
export function isForeign(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  const origin = request.headers.get("origin");
  if (origin === null || origin === "null") return false;
  return URL.parse(origin)?.host !== request.headers.get("host");
}

/** The client's address as the front door found it (R6.6). */
export function clientOf(request: Request): string {
  return request.headers.get("x-forwarded-for") ?? "unknown";
}

const bodyMax = 64 * 1024;

/** A sent form, or null for a body that is none or is far too long, whatever length it claims. */
export async function readForm(request: Request): Promise<FormData | null> {
  if (Number(request.headers.get("content-length") ?? 0) > bodyMax) return null;
  const type = request.headers.get("content-type") ?? "";
  try {
    const bytes = await readBytes(request, bodyMax);
    return await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  } catch {
    return null;
  }
}
