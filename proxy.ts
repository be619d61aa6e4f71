import { type NextRequest, NextResponse } from "next/server";

/**
 * A strict policy with a fresh nonce for every page that Next renders. Published status pages never get here:
 * the HTTP front answers them with hashes of their own (RULES R6.5).
 */
export async function proxy(request: NextRequest) {
  if (!(await isReadable(request))) return new NextResponse("This form cannot be read.\n", { status: 400 });
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

/** A form in pieces that are none is its sender's fault; Next, which reads it for its actions, would call it ours. */
async function isReadable(request: NextRequest): Promise<boolean> {
  if (request.method !== "POST" || !request.headers.get("content-type")?.startsWith("multipart/form-data"))
    return true;
  return await request.formData().then(
    () => true,
    () => false,
  );
}

function contentSecurityPolicy(nonce: string, https: boolean): string {
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
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
