import { type Finding, type ReadingComponent, worstState } from "@/lib/domain/reading";
import type { Ms } from "@/lib/domain/time";
import type { Feed } from "./feed";

/** A provider's answer after decoding: a JSON value or a feed. */
export type Document = { kind: "json"; value: unknown } | { kind: "feed"; feed: Feed };

/** `observedAt` is when the document was fetched; without it nothing is judged by age. */
type Circumstances = { observedAt: Ms | null };

/** One format. Reading is pure and total: whatever `accepts` lets in gives a finding. */
export type Adapter = {
  /** Whether an unnamed document is of this format. */
  matches(document: Document): boolean;
  /** Whether a document named as this format can be read as it; `matches` when absent. */
  accepts?(document: Document): boolean;
  /** What betrays the format in a text that is broken; all of them must be found. Linear patterns only. */
  traces: readonly RegExp[];
  read(document: Document, circumstances: Circumstances): Finding;
};

type JsonAdapter = {
  matches(value: unknown): boolean;
  accepts?(value: unknown): boolean;
  traces: readonly RegExp[];
  read(value: unknown, circumstances: Circumstances): Finding;
};

type FeedAdapter = {
  matches(feed: Feed): boolean;
  traces: readonly RegExp[];
  read(feed: Feed, circumstances: Circumstances): Finding;
};

const nothing: Finding = {
  overall: "unknown",
  components: [],
  openIncidents: [],
  scheduled: [],
  counts: { components: 0, incidents: 0 },
};

/** A finding with what is left out taken from its lists. */
export function finding(parts: Partial<Finding>): Finding {
  const components = parts.components?.length ?? 0;
  const incidents = parts.openIncidents?.length ?? 0;
  return { ...nothing, counts: { components, incidents }, ...parts };
}

/** Each component once, as bad as the worst that is told of it. */
export function worstOfEach(told: readonly ReadingComponent[]): ReadingComponent[] {
  const found = new Map<string, ReadingComponent>();
  for (const component of told) {
    const key = `${component.id ?? component.name}\n${component.region}`;
    const known = found.get(key)?.state ?? "unknown";
    found.set(key, { ...component, state: worstState([component.state, known]) });
  }
  return [...found.values()];
}

/** An adapter for documents that are JSON. */
export function jsonAdapter(adapter: JsonAdapter): Adapter {
  const { matches, accepts = matches, traces, read } = adapter;
  return {
    traces,
    matches: (document) => document.kind === "json" && matches(document.value),
    accepts: (document) => document.kind === "json" && accepts(document.value),
    read: (document, circumstances) =>
      document.kind === "json" ? read(document.value, circumstances) : nothing,
  };
}

/** An adapter for documents that are RSS or Atom; read by name, any feed will do. */
export function feedAdapter({ matches, traces, read }: FeedAdapter): Adapter {
  return {
    traces,
    matches: (document) => document.kind === "feed" && matches(document.feed),
    accepts: (document) => document.kind === "feed",
    read: (document, circumstances) =>
      document.kind === "feed" ? read(document.feed, circumstances) : nothing,
  };
}
