import type { PageView, ShownComponent } from "./page-view";
import { spokenDate, spokenInstant } from "./spoken-time";
import type { State } from "./state";
import type { Ms } from "./time";

/** A plain sentence without its full stop; `since` is told after it, in whatever zone the reader is. */
export type Sentence = { words: string; since: Ms | null };

/** What a state says of one or many. */
const troubles: Record<State, [one: string, many: string]> = {
  major_outage: ["has been down", "have been down"],
  partial_outage: ["has been partly down", "have been partly down"],
  degraded_performance: ["has been degraded", "have been degraded"],
  under_maintenance: ["has been under maintenance", "have been under maintenance"],
  unknown: ["has sent no data", "have sent no data"],
  operational: ["has been operational", "have been operational"],
};

/** So many names are told, more are counted. */
const namedMax = 2;

/** The page in one sentence: what is wrong, with whom, since when. */
export function verdictSentence({ groups, problems }: PageView): Sentence {
  const total = groups.reduce((sum, group) => sum + group.components.length, 0);
  const [worst] = problems;
  if (total === 0) return { words: "Nothing is shown on this page yet", since: null };
  if (!worst) return { words: "All services are operational", since: null };
  const alike = problems.filter(({ state }) => state === worst.state);
  const who =
    alike.length > namedMax
      ? `${alike.length} of ${total} services`
      : alike.map(({ name }) => name).join(" and ");
  return { words: `${who} ${troubles[worst.state][alike.length > 1 ? 1 : 0]}`, since: earliest(alike) };
}

/** "Checkout has been down", since when. */
export function componentSentence({ name, state, since }: ShownComponent): Sentence {
  return { words: `${name} ${troubles[state][0]}`, since };
}

/** "Checkout has been down since 14:03 UTC." */
export function spoken({ words, since }: Sentence, timezone: string, now: Ms): string {
  return since === null ? `${words}.` : `${words} since ${spokenInstant(since, timezone, now)}.`;
}

/** The sentence of bytes that are served although they are old (RULES R6.1); with its day, for it may get old itself. */
export function staleSentence(publishedAt: Ms, timezone: string): string {
  return `Not updated since ${spokenDate(publishedAt, timezone)}`;
}

function earliest(components: readonly ShownComponent[]): Ms | null {
  const known = components.flatMap(({ since }) => (since === null ? [] : [since]));
  return known.length > 0 ? Math.min(...known) : null;
}
