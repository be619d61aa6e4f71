import { serveLedger } from "@/app/_server/ledger";

export const dynamic = "force-dynamic";

/** `/status/{slug}/ledger/{component}.ndjson` */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ page: string; file: string }> },
): Promise<Response> {
  const { page, file } = await params;
  return serveLedger(request, page, file);
}
