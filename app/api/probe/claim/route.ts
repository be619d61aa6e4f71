import { answerProbe } from "@/lib/api/probe-door";

export function POST(request: Request): Promise<Response> {
  return answerProbe("claim", request, Date.now());
}
