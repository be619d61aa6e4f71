import { gravest } from "@/lib/domain/page-happening";
import { type ShownComponent, worstState } from "@/lib/domain/page-view";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { html, type Markup } from "./markup";
import { type PageFrame, timeElement } from "./page-frame";
import { fill, fillText, type Language } from "./words/language";

/** So many names are told, more are counted. */
const namedMax = 2;

/** The page in one sentence, and what follows it in smaller words, if anything does. */
export type Verdict = { sentence: Markup; more: Markup | null };

/**
 * What is wrong, with whom, since when, and what is being done. An incident's title is any text, so nothing is made to
 * follow it within its sentence.
 */
export function verdict(frame: PageFrame): Verdict {
  const incident = gravest(frame.view.open);
  if (!incident) return { sentence: measuredSentence(frame), more: null };
  const { words } = frame.language;
  const ongoing = fill(words.verdict.ongoing, { time: timeElement(incident.startedAt, frame) });
  const doing = incident.status === "resolved" ? "" : ` ${words.doing[incident.status]}`;
  return { sentence: isolated(incident.title, frame.language), more: html`${ongoing}${doing}` };
}

function measuredSentence(frame: PageFrame): Markup {
  const { view, language } = frame;
  const { words } = language;
  const total = view.groups.reduce((sum, group) => sum + group.components.length, 0);
  const [worst] = view.problems;
  if (total === 0) return html`${words.verdict.nothing}`;
  if (!worst) return html`${words.verdict.good}`;
  const alike = view.problems.filter(({ state }) => state === worst.state);
  const phrases = alike.length > 1 ? words.verdict.many : words.verdict.one;
  const who = whoOf(alike, total, language);
  return fill(phrases[worst.state], { who: isolated(who, language), since: sinceOf(earliest(alike), frame) });
}

/** The same in one line without markup, for a head or a frame. */
export function verdictText(frame: PageFrame): string {
  const { sentence, more } = verdict(frame);
  if (more === null) return plain(sentence);
  const title = plain(sentence).replace(/[.。!！?？؟…\s]+$/u, "");
  return fillText(frame.language.words.verdict.incident, { title, more: plain(more) });
}

function plain({ text }: Markup): string {
  return text
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** "Checkout has been down since 14:03 UTC." */
export function componentSentence({ name, state, since }: ShownComponent, frame: PageFrame): Markup {
  return fill(frame.language.words.verdict.one[state], {
    who: isolated(name, frame.language),
    since: sinceOf(since, frame),
  });
}

/** The state whose shape stands beside the sentence: a running incident is never told beside a calm one. */
export function verdictState({ view }: PageFrame): State {
  const worst = worstState(view.problems.map(({ state }) => state));
  const said = gravest(view.open)?.impact;
  if (said === undefined || worst !== "operational") return worst;
  return impactStates[said];
}

const impactStates = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
} as const satisfies Record<string, State>;

function whoOf(alike: readonly ShownComponent[], total: number, language: Language): string {
  if (alike.length <= namedMax) return language.names(alike.map(({ name }) => name));
  return language
    .plural(language.words.verdict.services, alike.length)
    .replace("{total}", language.number(total));
}

/** People's words may run the other way than the sentence around them. */
function isolated(text: string, { direction }: Language): Markup {
  return direction === "rtl" ? html`<bdi>${text}</bdi>` : html`${text}`;
}

function sinceOf(since: Ms | null, frame: PageFrame): Markup {
  return since === null ? html`` : fill(frame.language.words.since, { time: timeElement(since, frame) });
}

function earliest(components: readonly ShownComponent[]): Ms | null {
  const known = components.flatMap(({ since }) => (since === null ? [] : [since]));
  return known.length > 0 ? Math.min(...known) : null;
}
