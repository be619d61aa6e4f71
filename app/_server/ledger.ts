import { ndjsonStream } from "@/lib/api/ndjson";
import { problemResponse, refusalOf } from "@/lib/api/problem";
import { openPage } from "@/lib/auth/page-gate";
import { notFound } from "@/lib/domain/errors";
import { exportPageLedger } from "@/lib/operations/page-ledger";

/** Streams the ledger behind one component of a page; what is not shown there does not exist. */
export async function serveLedger(request: Request, slug: string, file: string): Promise<Response> {
  try {
    const componentId = /^(\w+)\.ndjson$/.exec(file)?.[1];
    const scope = componentId === undefined ? null : await openPage(slug, request, Date.now());
    if (!scope || componentId === undefined) throw notFound("ledger");
    const lines = await exportPageLedger(scope, componentId, Date.now());
    return new Response(ndjsonStream(lines), {
      headers: {
        "content-type": "application/x-ndjson",
        "content-disposition": `attachment; filename="${file}"`,
        "cache-control": "public, max-age=60",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return problemResponse(refusalOf(error), { "cache-control": "no-store" });
  }
}
