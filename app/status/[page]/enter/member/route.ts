import { enterMember } from "@/app/_server/gate";

export const dynamic = "force-dynamic";

/** `/status/{slug}/enter/member` */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ page: string }> },
): Promise<Response> {
  return await enterMember(request, (await params).page);
}
