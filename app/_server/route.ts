import { answerRequest } from "@/lib/api/handler";

/** The one adapter between Next and REST v1: the clock comes in here, everything else is the table's. */
export function serveApi(request: Request): Promise<Response> {
  return answerRequest(request, Date.now());
}
