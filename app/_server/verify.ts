import { readBytes } from "@/lib/api/body";
import { problemResponse, refusalOf } from "@/lib/api/problem";
import { openPage } from "@/lib/auth/page-gate";
import { notFound } from "@/lib/domain/errors";
import { checkPageLedger } from "@/lib/operations/page-ledger";
import { clientOf } from "./form-door";

/** An export of years fits; more is checked on one's own machine. */
const bytesMax = 2_000_000;

/**
 * Checks a ledger export that a reader of a page sent, as a form's field or as the body itself. Whoever takes JSON gets
 * the report; a form without JavaScript gets its sentence.
 */
export async function answerVerification(request: Request, slug: string): Promise<Response> {
  try {
    const scope = await openPage(slug, request, Date.now());
    if (!scope) throw notFound("page");
    const sent = new TextDecoder().decode(await readBytes(request, bytesMax));
    const isForm = request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded");
    const text = isForm ? (new URLSearchParams(sent).get("ledger") ?? "").replaceAll("\r\n", "\n") : sent;
    const report = await checkPageLedger(scope, { text, client: clientOf(request) }, Date.now());
    const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
    return isForm
      ? new Response(`${report.message}\n`, {
          headers: { ...headers, "content-type": "text/plain; charset=utf-8" },
        })
      : Response.json(report, { headers });
  } catch (error) {
    return problemResponse(refusalOf(error), { "cache-control": "no-store" });
  }
}
