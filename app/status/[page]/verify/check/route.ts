import { answerVerification } from "@/app/_server/verify";

export const dynamic = "force-dynamic";

/** `/status/{slug}/verify/check`: a ledger export comes in, whether it is as it was written goes out. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ page: string }> },
): Promise<Response> {
  return answerVerification(request, (await params).page);
}
