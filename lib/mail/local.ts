import type { Sender } from "./sender";

/**
 * The embedded default: accepts everything and sends nothing. The worker's next step stores the message in the
 * outbox in one transaction with the delivery's end, so it is there exactly once.
 */
export const localSender: Sender = {
  kind: "local",
  memoryMs: Number.POSITIVE_INFINITY,
  parallel: 50,
  send: async () => ({ outcome: "accepted", senderId: null }),
  close: () => {},
};
