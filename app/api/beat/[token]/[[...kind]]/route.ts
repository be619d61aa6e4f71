import { answerBeat } from "@/lib/api/beat-door";

type Context = { params: Promise<{ token: string; kind?: string[] }> };

async function beat(request: Request, { params }: Context): Promise<Response> {
  const { token, kind = [] } = await params;
  return answerBeat(request, token, kind, Date.now());
}

export { beat as GET, beat as POST };
