import { AppError, sentenceOf } from "@/lib/domain/errors";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { identify } from "./member";

type Made = { stream: ReadableStream<Uint8Array>; contentType: string; name: string };

/** A file for a member of the organization at `slug`; what they may not have does not exist. */
export async function memberFile(
  slug: string,
  make: (scope: TenantScope, now: Ms) => Promise<Made | null>,
): Promise<Response> {
  const { member } = await identify(slug);
  try {
    const made = member ? await make(member.scope, Date.now()) : null;
    if (made === null) return said(404, "Not found");
    return new Response(made.stream, {
      headers: {
        "content-type": made.contentType,
        "content-disposition": `attachment; filename="${made.name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "internal") throw error;
    if (error.code === "not_found" || error.code === "forbidden") return said(404, "Not found");
    const [first] = error.errors;
    return said(400, first ? sentenceOf(first) : error.message);
  }
}

function said(status: number, text: string): Response {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return new Response(`${text}\n`, { status, headers });
}
