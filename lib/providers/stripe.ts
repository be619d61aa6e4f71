import type { State } from "@/lib/domain/state";
import { dayMs } from "@/lib/domain/time";
import { finding, jsonAdapter } from "./adapter";
import { readInstant } from "./instant";
import { at, translate } from "./json";

const words: Readonly<Record<string, State>> = {
  up: "operational",
  degraded: "degraded_performance",
  down: "major_outage",
};

/** The minute since which this address has said "all good" and nothing else. */
const frozenSince = Date.UTC(2024, 1, 9, 18, 8);

/** `status.stripe.com/current`: abandoned, still answering, never to be believed. Stripe has a Statuspage now. */
export const stripe = jsonAdapter({
  matches: (value) => at(value, "largestatus") !== undefined,
  traces: [/"largestatus"/],
  read(value, { observedAt }) {
    const saidAt = readInstant(at(value, "time"));
    if (saidAt === null || saidAt >= frozenSince)
      return finding({ reason: "This address has been frozen since 2024-02-09 and tells nothing." });
    if (observedAt !== null && observedAt - saidAt > dayMs)
      return finding({ reason: "The last word of this source is more than a day old." });
    return finding({ overall: translate(words, at(value, "largestatus"), "unknown") });
  },
});
