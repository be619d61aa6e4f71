import { answerResendEvent } from "@/lib/api/resend-door";

export function POST(request: Request): Promise<Response> {
  return answerResendEvent(request, Date.now());
}
