import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/next-auth";
import { spokenLocale } from "@/lib/domain/locale";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own endpoints. A mailed link is consumed here, after its button was pressed. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  const client = request.headers.get("x-forwarded-for") ?? "";
  const locale = spokenLocale(request.headers.get("accept-language"));
  try {
    return await NextAuth(request, context, authOptions(client, locale));
  } catch (error) {
    // The library reads JSON as it comes.
    if (!(error instanceof SyntaxError)) throw error;
    return new Response("This body is not JSON.\n", {
      status: 400,
      headers: { "cache-control": "no-store" },
    });
  }
}

/** Looking is not opening: a HEAD, as link checkers send it, must not consume a link. */
export function HEAD(): Response {
  return new Response(null, { status: 204 });
}

export { handle as GET, handle as POST };
