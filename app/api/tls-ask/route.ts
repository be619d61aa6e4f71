import { answerTlsAsk } from "@/app/_server/tls-ask";

export const dynamic = "force-dynamic";

/** `GET /api/tls-ask?domain=`: what a TLS proxy asks before it gets a certificate. */
export async function GET(request: Request): Promise<Response> {
  return await answerTlsAsk(new URL(request.url).searchParams.get("domain") ?? "");
}
