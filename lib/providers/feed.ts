import { XMLParser } from "fast-xml-parser";
import type { Ms } from "@/lib/domain/time";
import { unescapeOnce } from "./html";
import { newestOf, readInstant } from "./instant";
import { at, listOf, oneLine } from "./json";

/** An RSS item or Atom entry. `body` is its HTML, unescaped once; `publishedAt` means something else on every host. */
export type FeedItem = {
  id: string;
  title: string;
  link: string;
  body: string;
  categories: string[];
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

const bodyMax = 200_000;
const titleMax = 2_000;

/** Entities are left to us: the parser never sees a table of them, and documents that declare one are refused. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: true,
});

/** The feed in an XML text, or why it is none. */
export function parseFeed(text: string): { feed: Feed } | { reason: string } {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    return { reason: "The XML declares a document type, which is not read." };
  const end = text.trimEnd();
  if (!end.endsWith(">")) return { reason: "The XML is cut off." };
  try {
    return feedOf(parser.parse(end));
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 160).toWellFormed() : "";
    return { reason: `The document is not valid XML: ${why}` };
  }
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
    body: unescapeOnce((bodies.find((body) => body !== "") ?? "").slice(0, bodyMax)),
    categories: many(at(item, "category"))
      .map((each) => oneLine(unescapeOnce(nodeText(each) || nodeText(at(each, "@term")))))
      .filter((name) => name !== ""),
    publishedAt: firstInstant(item, "published", "pubDate", "dc:date"),
    updatedAt: newestOf([nodeText(at(item, "updated")), nodeText(at(item, "atom:updated"))]),
  };
}

function many(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? listOf(value) : [value];
}

function lineAt(node: unknown, name: string): string {
  return oneLine(unescapeOnce(nodeText(at(node, name)).slice(0, titleMax)));
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
