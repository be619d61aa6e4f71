import type { CallStatus } from "@/lib/domain/outbound";
import type { WebhookView } from "@/lib/domain/webhook";

export function healthWord({ disabledAt, failingSince, lastSuccessAt }: WebhookView): string {
  if (disabledAt !== null) return "Switched off";
  if (failingSince !== null) return "Failing";
  return lastSuccessAt === null ? "Not told yet" : "Well";
}

export const outcomeWords: Record<CallStatus, string> = {
  queued: "Failed, tried again",
  sending: "On its way",
  delivered: "Taken",
  failed: "Given up",
  cancelled: "Cancelled",
};
