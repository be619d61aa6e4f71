import type { AffectedComponent, AffectedState, Impact, IncidentStatus, PublicUpdate } from "./incident";
import type { Ms } from "./time";

/** One public word: what it says of the incident, and of which components it says something new. */
export type Word = { at: Ms; status: IncidentStatus; components: readonly AffectedComponent[] };

/** All that decides what an incident says of components: its public words, oldest first, and where they hold. */
export type Thread = {
  startedAt: Ms;
  resolvedAt: Ms | null;
  /** From here on it says nothing, resolved or not: merged into another, or archived. */
  endedAt: Ms | null;
  words: readonly Word[];
};

/** What an incident says of one component over [from, to); null: nothing. */
export type Span = { from: Ms; to: Ms | null; state: AffectedState | null };

type Event = { at: Ms; components: readonly AffectedComponent[]; isEnd: boolean };

/**
 * The first word holds from the incident's start; no word holds beyond its end. Where words resolved it for good, that
 * end is `resolvedAt` and not the moment of those words.
 */
function eventsOf(thread: Thread): Event[] {
  const { startedAt, words } = thread;
  if (words.length === 0) return [];
  const lastOpen = words.findLastIndex((word) => word.status !== "resolved");
  const end = Math.min(endOf(lastOpen + 1 < words.length ? thread.resolvedAt : null), endOf(thread.endedAt));
  const said = words.flatMap(({ at, status, components }, index): Event[] => {
    const instant = Math.max(at, startedAt);
    const event = { at: index === 0 ? startedAt : instant, components, isEnd: false };
    const isBreak = status === "resolved" && index < lastOpen;
    return isBreak ? [event, { at: instant, components: [], isEnd: true }] : [event];
  });
  const within = said.filter((event) => event.at < end);
  return Number.isFinite(end)
    ? [...within, { at: Math.max(end, startedAt), components: [], isEnd: true }]
    : within;
}

const endOf = (instant: Ms | null) => instant ?? Number.POSITIVE_INFINITY;

/** What the thread says of each component, as spans in order without overlap; the last may be open. */
export function spansOf(thread: Thread | null): Map<string, Span[]> {
  const spans = new Map<string, Span[]>();
  for (const event of thread === null ? [] : eventsOf(thread)) {
    const set = event.isEnd
      ? [...spans.keys()].map((id) => ({ id, state: null }))
      : event.components.map(({ id, state }) => ({ id, state }));
    for (const { id, state } of set) spans.set(id, extended(spans.get(id) ?? [], event.at, state));
  }
  return spans;
}

function extended(spans: readonly Span[], at: Ms, state: AffectedState | null): Span[] {
  const last = spans.at(-1);
  const open = last?.to === null ? last : undefined;
  if ((open?.state ?? null) === state) return [...spans];
  const closed = spans.map((span) => (span === open ? { ...span, to: at } : span)).filter(isNotEmpty);
  return state === null ? closed : [...closed, { from: at, to: null, state }];
}

const isNotEmpty = ({ from, to }: Span) => to === null || to > from;

/** What the thread says last of each component it ever named; null: nothing any more. */
export function standingOf(thread: Thread): Map<string, AffectedState | null> {
  const named = new Set(thread.words.flatMap((word) => word.components.map(({ id }) => id)));
  const spans = spansOf(thread);
  return new Map([...named].map((id) => [id, openState(spans.get(id) ?? [])]));
}

function openState(spans: readonly Span[]): AffectedState | null {
  const last = spans.at(-1);
  return last?.to === null ? last.state : null;
}

/** A stretch of one component of which the incident now says something else. */
export type Change = Span & { componentId: string };

/** What must be said so that `before` becomes `after`: by component, in order, without overlap. */
export function changesBetween(before: Thread | null, after: Thread | null): Change[] {
  const [old, next] = [spansOf(before), spansOf(after)];
  const ids = [...new Set([...old.keys(), ...next.keys()])].sort();
  return ids.flatMap((componentId) =>
    differences(old.get(componentId) ?? [], next.get(componentId) ?? []).map((span) => ({
      ...span,
      componentId,
    })),
  );
}

function differences(before: readonly Span[], after: readonly Span[]): Span[] {
  const instants = [...before, ...after].flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
  const marks = [...new Set(instants)].sort((a, b) => a - b);
  const found: Span[] = [];
  for (const [index, from] of marks.entries()) {
    const state = stateAt(after, from);
    if (state === stateAt(before, from)) continue;
    const to = marks[index + 1] ?? null;
    const last = found.at(-1);
    if (last && last.to === from && last.state === state) found[found.length - 1] = { ...last, to };
    else found.push({ from, to, state });
  }
  return found;
}

function stateAt(spans: readonly Span[], instant: Ms): AffectedState | null {
  const span = spans.find(({ from, to }) => from <= instant && (to === null || instant < to));
  return span?.state ?? null;
}

/**
 * The changes as the ledger takes them. `latest` is each component's latest `effective_from` of this incident: a word
 * without end never starts before it, so what reaches back is told as a bounded word up to there.
 */
export function ledgerWords(changes: readonly Change[], latest: ReadonlyMap<string, Ms>): Change[] {
  return changes.flatMap((change): Change[] => {
    const last = latest.get(change.componentId);
    if (change.to !== null || last === undefined || change.from >= last) return [change];
    return [
      { ...change, to: last },
      { ...change, from: last },
    ];
  });
}

/** Status and end of an incident as its words leave it. A word about what is already over does not move the end. */
export function outcomeOf(words: readonly Word[], resolvedAt: Ms | null) {
  const status = words.at(-1)?.status ?? "investigating";
  if (status !== "resolved") return { status, resolvedAt: null };
  const reopened = words.findLastIndex((word) => word.status !== "resolved");
  return { status, resolvedAt: resolvedAt ?? words[reopened + 1]?.at ?? null };
}

/** Every word with what the incident said of its components before and after it. */
export function statesByWord<T extends Word>(words: readonly T[]) {
  const states = new Map<string, AffectedState>();
  return words.map((word) => {
    const changes: PublicUpdate["changes"] = word.components.map(({ id, state }) => ({
      id,
      before: states.get(id) ?? null,
      state,
    }));
    for (const { id, state } of word.components) states.set(id, state);
    const isOver = word.status === "resolved";
    const restored = isOver
      ? [...states].filter(
          ([id, state]) => state !== "operational" && !changes.some((each) => each.id === id),
        )
      : [];
    const back = restored.map(([id, before]) => ({ id, before, state: "operational" as const }));
    for (const { id } of back) states.set(id, "operational");
    return {
      word,
      changes: [...changes, ...back],
      states: [...states].map(([id, state]): AffectedComponent => ({ id, state })),
    };
  });
}

const impactOf: Record<AffectedState, Impact> = {
  operational: "none",
  degraded_performance: "minor",
  partial_outage: "major",
  major_outage: "critical",
};
const rank: Record<Impact, number> = { none: 0, minor: 1, major: 2, critical: 3 };

/** The impact nobody named: that of the worst component, minor when none is named. */
export function impactOfComponents(components: readonly AffectedComponent[]): Impact {
  if (components.length === 0) return "minor";
  return components
    .map(({ state }) => impactOf[state])
    .reduce((worst, each) => (rank[each] > rank[worst] ? each : worst), "none");
}
