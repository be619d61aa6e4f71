import type { SendResult } from "@/lib/domain/delivery";
import { hourMs } from "@/lib/domain/time";
import type { Sender } from "@/lib/mail/sender";

/** A mail provider that counts. With a memory it knows a repeated identifier; without, everything is sent. */
export type Post = Sender & {
  /** How often each delivery reached its reader. */
  reached: Map<string, number>;
  /** Answers ahead of the good ones. */
  moods: SendResult[];
};

export function postOf(remembers: boolean): Post {
  const reached = new Map<string, number>();
  const moods: SendResult[] = [];
  return {
    kind: "smtp",
    memoryMs: remembers ? 23 * hourMs : 0,
    parallel: 10,
    close: () => {},
    reached,
    moods,
    async send({ id }) {
      const mood = moods.shift();
      if (mood !== undefined) return mood;
      const before = reached.get(id) ?? 0;
      if (!remembers || before === 0) reached.set(id, before + 1);
      return { outcome: "accepted", senderId: `s-${id}` };
    },
  };
}
