import { Resend } from "resend";
import { attemptsSpanMs, type MailMessage, type SendResult } from "@/lib/domain/delivery";
import { type Sender, sendTimeoutMs } from "./sender";

/** Through Resend's API; it remembers our identifier for 24 hours as idempotency key. */
export function resendSender(apiKey: string, baseUrl: string): Sender {
  const client = new Resend(apiKey, { baseUrl });
  return {
    kind: "resend",
    memoryMs: attemptsSpanMs,
    // Its default limit is five requests a second.
    parallel: 5,
    send: (message) => send(client, message),
  };
}

async function send(client: Resend, message: MailMessage): Promise<SendResult> {
  const { id, from, replyTo, to, subject, html, text, headers } = message;
  try {
    const answer = await client.emails.send(
      { from, to, subject, html, text, headers, ...(replyTo === null ? {} : { replyTo }) },
      { idempotencyKey: id, signal: AbortSignal.timeout(sendTimeoutMs) },
    );
    if (answer.error === null) return { outcome: "accepted", senderId: answer.data.id };
    return judge(answer.error, answer.headers);
  } catch (error) {
    return { outcome: "retry", failure: failureText(error), maybeAccepted: true };
  }
}

type Complaint = { name: string; message: string; statusCode: number | null };

function judge(error: Complaint, headers: Record<string, string> | null): SendResult {
  const failure = `${error.name}: ${error.message}`.slice(0, 500);
  if (error.statusCode === null) return { outcome: "retry", failure, maybeAccepted: true };
  // The key is known with other words in it: an earlier attempt was taken.
  if (error.name === "invalid_idempotent_request") return { outcome: "uncertain", failure };
  if (error.name === "concurrent_idempotent_requests")
    return { outcome: "retry", failure, maybeAccepted: true };
  if (error.statusCode === 429 || error.statusCode >= 500) {
    const retryAfterMs = Number(headers?.["retry-after"] ?? 0) * 1_000;
    const maybeAccepted = error.statusCode >= 500;
    return { outcome: "retry", failure, maybeAccepted, ...(retryAfterMs > 0 ? { retryAfterMs } : {}) };
  }
  // A wrong or restricted key is mended by people, and the mail still wants to leave.
  if (error.statusCode === 401 || error.statusCode === 403)
    return { outcome: "retry", failure, maybeAccepted: false };
  return { outcome: "refused", failure };
}

function failureText(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
