import { showSubscription, takeSubscription } from "@/app/_server/subscription";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ token: string }> };

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return await showSubscription((await params).token);
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return await takeSubscription(request, (await params).token);
}
