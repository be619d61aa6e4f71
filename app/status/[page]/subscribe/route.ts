import { showSubscribe, takeSubscribe } from "@/app/_server/subscribe";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ page: string }> };

/** `/status/{slug}/subscribe` */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return await showSubscribe(request, (await params).page);
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return await takeSubscribe(request, (await params).page);
}
