import { takeTicket } from "@/app/_server/gate";

export const dynamic = "force-dynamic";

/** `/status/{slug}/enter/ticket` */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ page: string }> },
): Promise<Response> {
  return await takeTicket(request, (await params).page);
}
