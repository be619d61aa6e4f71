import { showLink, takeLink } from "@/app/_server/gate";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ page: string }> };

/** `/status/{slug}/enter/link` */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return await showLink(request, (await params).page);
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return await takeLink(request, (await params).page);
}
