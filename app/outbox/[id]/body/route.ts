import { found } from "../found";

type Context = { params: Promise<{ id: string }> };

/** A mail is foreign HTML: no script, nothing loaded, no origin; only a click may leave the frame. */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "frame-ancestors 'self'",
  "sandbox allow-top-navigation-by-user-activation",
].join("; ");

export async function GET(_request: Request, context: Context): Promise<Response> {
  const { html } = await found((await context.params).id);
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
  };
  return new Response(html.replace("<head>", '<head><base target="_top"/>'), { headers });
}
