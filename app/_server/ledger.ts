import { ndjsonStream } from "@/lib/api/ndjson";
import { problemResponse, refusalOf } from "@/lib/api/problem";
import { openThreshold } from "@/lib/auth/page-gate";
import { notFound } from "@/lib/domain/errors";
import { exportPageLedger } from "@/lib/operations/page-ledger";

/** Anybody may read what is public, from any page in any browser. */
const forAll = { "cache-control": "public, max-age=60", "access-control-allow-origin": "*" };
/** Nobody keeps what only some may read, and no foreign page's script reads it (RULES R6.3). */
const forSome = { "cache-control": "private, no-store", vary: "Cookie", "x-robots-tag": "noindex" };

/** Streams the ledger behind one component of a page; what is not shown there does not exist. */
export async function serveLedger(request: Request, slug: string, file: string): Promise<Response> {
  try {
    const componentId = /^(\w+)\.ndjson$/.exec(file)?.[1];
    const opened = componentId === undefined ? null : await openThreshold(slug, request, Date.now());
    if (!opened || componentId === undefined) throw notFound("ledger");
    const lines = await exportPageLedger(opened.scope, componentId, Date.now());
    return new Response(ndjsonStream(lines), {
      headers: {
        "content-type": "application/x-ndjson",
        "content-disposition": `attachment; filename="${file}"`,
        "x-content-type-options": "nosniff",
        ...(opened.gate.mode === "public" ? forAll : forSome),
      },
    });
  } catch (error) {
    return problemResponse(refusalOf(error), { "cache-control": "no-store" });
  }
}
