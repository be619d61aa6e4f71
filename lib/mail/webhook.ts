import { Webhook } from "standardwebhooks";
import { type Ms, secondMs } from "@/lib/domain/time";
import type { Post } from "./post";

/** An event for one webhook: always under the same `id`, by which its receiver knows a repeat. */
export type WebhookCall = {
  id: string;
  url: string;
  body: string;
  /** `whsec_…`, the newest first; while a rotation overlaps there are two, and either proves the call. */
  secrets: readonly string[];
};

/** Standard Webhooks: identifier and time are signed with the body, so that an old call cannot be played again. */
export function webhookPost({ id, url, body, secrets }: WebhookCall, now: Ms): Post {
  const at = new Date(Math.floor(now / secondMs) * secondMs);
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(at.getTime() / secondMs),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
  return { url, headers, body };
}
