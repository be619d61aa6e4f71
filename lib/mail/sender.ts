import type { BatchResult } from "@/lib/domain/batch";
import type { MailMessage, SendResult } from "@/lib/domain/delivery";
import type { PaceHeard } from "@/lib/domain/pace";

/** One way out, a message at a time. The world's failures come back as values; only bugs throw. */
export type Sender = {
  kind: "smtp" | "local";
  /** For how long it accepts nothing twice under the same identifier. */
  memoryMs: number;
  /** How many messages it takes at once. */
  parallel: number;
  send(message: MailMessage): Promise<SendResult>;
  /** Lets go of what it kept for the next message. */
  close(): void;
};

/** A message before it is put into a batch; `words` are its subject and bodies as fields of a JSON object, in pieces. */
export type BatchMessage = {
  envelope: Omit<MailMessage, "subject" | "html" | "text">;
  words: readonly (Uint8Array | string)[];
};

/** Another way out, many messages in one call, which it takes at most once under the same identifier. */
export type BatchSender = {
  kind: "resend";
  /** Under which its pace is shared between workers. */
  name: string;
  sizeMax: number;
  /** No call takes longer. */
  timeoutMs: number;
  encode(messages: readonly BatchMessage[]): Uint8Array;
  /** What was encoded has left this worker's hands: its room may be used again, and its bytes are read no more. */
  letGo(body: Uint8Array): void;
  /** `size` is how many messages are in `body`. */
  send(batchId: string, size: number, body: Uint8Array): Promise<{ result: BatchResult; pace: PaceHeard }>;
};

/** No send takes longer; who hears nothing until then has lost the answer. */
export const sendTimeoutMs = 30_000;
