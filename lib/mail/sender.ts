import type { MailMessage, SendResult } from "@/lib/domain/delivery";

/** One way out, a message at a time. The world's failures come back as values; only bugs throw. */
export type Sender = {
  kind: "resend" | "smtp" | "local";
  /** For how long it accepts nothing twice under the same identifier. */
  memoryMs: number;
  /** How many messages it takes at once. */
  parallel: number;
  send(message: MailMessage): Promise<SendResult>;
};

/** No send takes longer; who hears nothing until then has lost the answer. */
export const sendTimeoutMs = 30_000;
