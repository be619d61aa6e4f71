import { showUnsubscribe, takeUnsubscribe } from "@/app/_server/subscription";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ token: string }> };

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return await showUnsubscribe((await params).token);
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return await takeUnsubscribe(request, (await params).token);
}
