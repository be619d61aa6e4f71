import { z } from "zod";

/** How a demo service behaves: answers, answers late, answers with an error, or hangs up. */
export const demoHealths = ["ok", "slow", "error", "down"] as const;
export type DemoHealth = (typeof demoHealths)[number];

export const demoHealthInput = z.strictObject({
  name: z.string().min(1).max(40),
  health: z.enum(demoHealths),
});
export type DemoHealthInput = z.output<typeof demoHealthInput>;
