import { Webhook } from "standardwebhooks";
import { AppError, notFound } from "@/lib/domain/errors";
import { readResendEvent } from "@/lib/domain/feedback";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { takeFeedback } from "@/lib/operations/mail-feedback";
import { readBytes } from "./body";
import { problemResponse, refusalOf } from "./problem";

const bodyMaxBytes = 256_000;
const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/**
 * Resend tells what became of a mail. Its signature over identifier, time and body is checked before anything is read
 * of it, and an old time is refused, so that nobody else and nothing recorded is believed. Never throws.
 */
export async function answerResendEvent(request: Request, now: Ms): Promise<Response> {
  try {
    const { resendWebhookSecret } = env();
    if (resendWebhookSecret === null) throw notFound("hook");
    const body = (await readBytes(request, bodyMaxBytes)).toString("utf8");
    const { id, event } = verified(request.headers, body, resendWebhookSecret);
    const feedback = readResendEvent(event);
    if (feedback) await takeFeedback(id, feedback, now);
    return Response.json({ ok: true }, { headers: always });
  } catch (error) {
    return problemResponse(refusalOf(error), always);
  }
}

/** Resend signs as Standard Webhooks do, under the header names of the service it uses for that. */
function verified(headers: Headers, body: string, secret: string): { id: string; event: unknown } {
  const read = (name: string) => headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? "";
  const id = read("id");
  try {
    const event = new Webhook(secret).verify(body, {
      "webhook-id": id,
      "webhook-timestamp": read("timestamp"),
      "webhook-signature": read("signature"),
    });
    return { id, event };
  } catch (cause) {
    throw new AppError("unauthenticated", "The signature of this event is not Resend's, or it is too old.", {
      cause,
    });
  }
}
