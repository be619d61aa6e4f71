import { type NextRequest, NextResponse } from "next/server";
import { builtActions, type CallRefusal, refusalOfCall } from "@/lib/server/action-call";

const isDevelopment = process.env.NODE_ENV === "development";
const actions = builtActions(isDevelopment);

/**
 * A strict policy with a fresh nonce for every page that Next renders. Published status pages never get here:
 * the HTTP front answers them with hashes of their own (RULES R6.5).
 */
export async function proxy(request: NextRequest) {
  const refusal = await refusalOfCall(request, actions);
  if (refusal !== null) return refused(refusal);
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, request.nextUrl.protocol === "https:");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  // Where a reader wanted to go, so that signing in leads back there.
  headers.set("x-probity-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("referrer-policy", "strict-origin-when-cross-origin");
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
  return response;
}

const sentences: Record<CallRefusal, string> = {
  400: "This form cannot be read.",
  403: "This form was sent from another site.",
  409: "This form is of another version of the page. Load the page again.",
};

/** The header is how Next's own client learns that its page is out of date. */
function refused(status: CallRefusal): NextResponse {
  const headers = status === 409 ? { "x-nextjs-action-not-found": "1" } : {};
  return new NextResponse(`${sentences[status]}\n`, { status, headers });
}

function contentSecurityPolicy(nonce: string, https: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

export const config = {
  // Forms of status pages bring a policy of their own, by hash.
  // A mail shown at /outbox/{id}/body is foreign HTML in a frame and brings a stricter policy of its own.
  matcher: [
    {
      source:
        "/((?!_next/static|_next/image|favicon.ico|api/v1|outbox/[^/]+/body|subscription/|status/[^/]+/(?:subscribe|enter|me)(?:/|$)|[^/]+/customers/messages/[^/]+/mail).*)",
    },
  ],
};
