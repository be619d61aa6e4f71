import { XMLParser } from "fast-xml-parser";
import type { Ms } from "@/lib/domain/time";
import { plainText, unescapeOnce } from "./html";
import { newestOf, readInstant } from "./instant";
import { at, entriesOf, listOf, oneLine } from "./json";

/** An RSS item or Atom entry. `body` is its HTML, unescaped once; `publishedAt` means something else on every host. */
export type FeedItem = {
  id: string;
  title: string;
  link: string;
  body: string;
  categories: string[];
  /** What elements of the feed's own making say of its state and grade: `<status>resolved</status>`. */
  words: string[];
  publishedAt: Ms | null;
  updatedAt: Ms | null;
};

export type Feed = {
  title: string;
  link: string;
  id: string;
  generator: string;
  description: string;
  builtAt: Ms | null;
  items: FeedItem[];
};

const wordNames = /^(?:[\w-]{1,30}:)?(?:status|state|phase|severity|impact)$/i;
const bodyMax = 200_000;
const titleMax = 2_000;
const tagsMax = 100_000;
const tagMaxLength = 10_000;

/**
 * Entities are left to us: the parser never sees a table of them, and documents that declare one are refused. Bodies are
 * taken as they stand, for markup may stand in them unescaped.
 */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: true,
  stopNodes: [
    "feed.entry.content",
    "feed.entry.summary",
    "rss.channel.item.description",
    "rss.channel.item.content:encoded",
    "rdf:RDF.item.description",
  ],
});

/** The feed in an XML text, or why it is none. */
export function parseFeed(text: string): { feed: Feed } | { reason: string } {
  const complaint = complaintOf(text);
  if (complaint !== null) return { reason: complaint };
  try {
    return feedOf(parser.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 160).toWellFormed() : "";
    return { reason: `The document is not valid XML: ${why}` };
  }
}

/** Why a text is not handed to the parser: it is cut off, or would cost more than any status feed is worth. */
function complaintOf(text: string): string | null {
  if (!/<\/(?:rss|feed|rdf:RDF)\s*>\s*(?:<!--[^>]{0,150}-->\s*)?$/i.test(text.slice(-200)))
    return "The XML is neither RSS nor Atom, or is cut off.";
  let tags = 0;
  for (let from = text.indexOf("<"); from >= 0; from = text.indexOf("<", from)) {
    const end = endOfMarkup(text, from);
    if (end === null) return `The XML has markup that does not end within ${tagMaxLength} characters.`;
    if (/^<!(?:DOCTYPE|ENTITY)/i.test(text.slice(from, from + 10)))
      return "The XML declares a document type, which is not read.";
    tags += 1;
    if (tags > tagsMax) return `The XML has more than ${tagsMax} tags.`;
    from = end;
  }
  return null;
}

/** The index behind the markup that starts at `from`; null when it does not end. */
function endOfMarkup(text: string, from: number): number | null {
  if (text.startsWith("<![CDATA[", from)) return behind(text, "]]>", from);
  if (text.startsWith("<!--", from)) return behind(text, "-->", from + 4);
  const limit = Math.min(text.length, from + tagMaxLength);
  let quote = "";
  for (let index = from + 1; index < limit; index += 1) {
    const character = text.charAt(index);
    if (quote === "" && character === ">") return index + 1;
    if (quote === character) quote = "";
    else if (quote === "" && (character === '"' || character === "'")) quote = character;
  }
  return null;
}

function behind(text: string, mark: string, from: number): number | null {
  const found = text.indexOf(mark, from);
  return found < 0 ? null : found + mark.length;
}

function feedOf(root: unknown): { feed: Feed } | { reason: string } {
  const atom = at(root, "feed");
  if (isNode(atom)) return { feed: read(atom, many(at(atom, "entry"))) };
  const rdf = at(root, "rdf:RDF");
  const channel = at(root, "rss", "channel") ?? at(rdf, "channel");
  if (!isNode(channel)) return { reason: "The XML is neither RSS nor Atom." };
  return { feed: read(channel, many(at(channel, "item") ?? at(rdf, "item"))) };
}

function isNode(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function read(head: unknown, items: unknown[]): Feed {
  return {
    title: lineAt(head, "title"),
    link: linkOf(at(head, "link")),
    id: lineAt(head, "id"),
    generator: lineAt(head, "generator"),
    description: lineAt(head, "description"),
    builtAt: firstInstant(head, "lastBuildDate", "updated", "pubDate"),
    items: items.map(itemOf),
  };
}

function itemOf(item: unknown): FeedItem {
  const bodies = ["content:encoded", "content", "description", "summary"].map((name) =>
    nodeText(at(item, name)),
  );
  return {
    id: lineAt(item, "guid") || lineAt(item, "id"),
    title: lineAt(item, "title"),
    link: linkOf(at(item, "link")),
    body: unescapeOnce(bareOf((bodies.find((body) => body !== "") ?? "").slice(0, bodyMax))),
    categories: many(at(item, "category"))
      .map((each) => oneLine(unescapeOnce(nodeText(each) || nodeText(at(each, "@term")))))
      .filter((name) => name !== ""),
    words: entriesOf(item).flatMap(([key, node]) => (wordNames.test(key) ? [oneLine(nodeText(node))] : [])),
    publishedAt: firstInstant(item, "published", "pubDate", "dc:date"),
    updatedAt: newestOf([nodeText(at(item, "updated")), nodeText(at(item, "atom:updated"))]),
  };
}

/** A body without the marks of its character data. */
function bareOf(body: string): string {
  return body.replaceAll("<![CDATA[", "").replaceAll("]]>", "").trim();
}

/** How far back the entries of a feed go: older ones have rolled out of it. */
export function reachOf({ items }: Feed): Ms | null {
  const times = items.map((item) => item.publishedAt).filter((instant) => instant !== null);
  return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
}

function many(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? listOf(value) : [value];
}

/** Unescaped twice: titles are often HTML inside XML, and escaped for both. */
function lineAt(node: unknown, name: string): string {
  const text = unescapeOnce(unescapeOnce(nodeText(at(node, name)).slice(0, titleMax)));
  return oneLine(/<\/(?:b|i|em|strong|span|a|p|h\d)>|<br\s*\/?>/i.test(text) ? plainText(text) : text);
}

/** The text of an element, of the first one where it repeats. */
function nodeText(node: unknown): string {
  const first = Array.isArray(node) ? node.find((each) => nodeText(each) !== "") : node;
  if (typeof first === "string") return first;
  const text = at(first, "#text");
  return typeof text === "string" ? text : "";
}

/** RSS writes an address as text, Atom as an attribute of the link that is not the feed itself. */
function linkOf(node: unknown): string {
  const links = many(node);
  const own =
    links.find((each) => typeof each === "string") ?? links.find((each) => at(each, "@rel") !== "self");
  return oneLine(unescapeOnce(nodeText(own) || nodeText(at(own, "@href"))));
}

function firstInstant(node: unknown, ...names: string[]): Ms | null {
  for (const name of names) {
    const instant = readInstant(nodeText(at(node, name)));
    if (instant !== null) return instant;
  }
  return null;
}
