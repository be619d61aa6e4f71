import { leaveLayer, showLayer } from "@/app/_server/me";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ page: string }> };

/** `/status/{slug}/me` */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return await showLayer(request, (await params).page);
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return await leaveLayer(request, (await params).page);
}
