import { mayHaveCertificate } from "@/lib/operations/page-domains";

/** 200 for the product's own name and for domains that a page has proven, 404 for any other (RULES R6.6). */
export async function answerTlsAsk(domain: string): Promise<Response> {
  const isOurs = domain.length <= 253 && (await mayHaveCertificate(domain));
  return new Response(isOurs ? "yes\n" : "no\n", {
    status: isOurs ? 200 : 404,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
