/** What N outcomes of M regions say about a monitor. */
export const verdicts = ["up", "degraded", "down", "unknown"] as const;
export type Verdict = (typeof verdicts)[number];
