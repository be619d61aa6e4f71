import { showGate, takeGate } from "@/app/_server/gate";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ page: string }> };

/** `/status/{slug}/enter` */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return await showGate(request, (await params).page);
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return await takeGate(request, (await params).page);
}
