import type { ProviderFormat } from "@/lib/domain/reading";
import type { Fetched, Validators } from "./fetch";
import { at, listOf } from "./json";
import { decode, parseJson } from "./text";

type Document = Extract<Fetched, { kind: "document" }>;
export type Get = (url: string, validators: Validators) => Promise<Fetched>;

const none: Validators = { etag: null, lastModified: null };
const pagesMax = 10;

/**
 * A provider's whole word, where it is spread over several documents: Uptime Kuma's page and its heartbeats, Cachet's
 * components and incidents, and the further pages of both. Parts that fail make the whole fail: half a word misleads.
 */
export async function collectDocument(
  url: string,
  format: ProviderFormat | null,
  validators: Validators,
  get: Get,
): Promise<Fetched> {
  const isSpread = format === "uptime-kuma" || format === "cachet" || kumaPath.test(new URL(url).pathname);
  const first = await get(url, isSpread ? none : validators);
  if (first.kind !== "document" || !isSpread) return first;
  return format === "cachet" ? collectCachet(first, get) : collectKuma(first, get);
}

const kumaPath = /^\/api\/status-page\/([\w-]{1,100})$/;

async function collectKuma(page: Document, get: Get): Promise<Fetched> {
  const address = new URL(page.url);
  const slug = kumaPath.exec(address.pathname)?.[1];
  const value = jsonOf(page);
  if (slug === undefined || !Array.isArray(at(value, "publicGroupList"))) return page;
  const beats = await get(new URL(`/api/status-page/heartbeat/${slug}`, address).href, none);
  if (beats.kind !== "document") return beats;
  return joined(page, { ...asRecord(value), ...asRecord(jsonOf(beats)) });
}

async function collectCachet(first: Document, get: Get): Promise<Fetched> {
  const address = new URL(first.url);
  if (!/\/components\/?$/.test(address.pathname)) return first;
  const components = await restOf(first, get);
  if ("kind" in components) return components;
  const incidents = await get(new URL("./incidents?sort=id&order=desc", first.url).href, none);
  if (incidents.kind !== "document") return joined(first, { data: components.rows });
  return joined(first, { data: [...components.rows, ...listOf(at(jsonOf(incidents), "data"))] });
}

/** The rows of a list and of the pages after it, on the same host. */
async function restOf(first: Document, get: Get): Promise<{ rows: unknown[] } | Fetched> {
  const rows = [...listOf(at(jsonOf(first), "data"))];
  let page: Document = first;
  for (let count = 1; count < pagesMax; count += 1) {
    const value = jsonOf(page);
    const link = at(value, "meta", "pagination", "links", "next_page") ?? at(value, "links", "next");
    const next = typeof link === "string" ? URL.parse(link, page.url) : null;
    if (next === null || next.host !== new URL(first.url).host) break;
    const more = await get(next.href, none);
    if (more.kind !== "document") return more;
    rows.push(...listOf(at(jsonOf(more), "data")));
    page = more;
  }
  return { rows };
}

function jsonOf(document: Document): unknown {
  const decoded = decode(document.bytes, document.contentType);
  if ("reason" in decoded) return null;
  const json = parseJson(decoded.text);
  return "reason" in json ? null : json.value;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** One document in the place of many; it has no validators of its own. */
function joined(first: Document, value: Record<string, unknown>): Document {
  const bytes = Buffer.from(JSON.stringify(value), "utf8");
  return { ...first, bytes, contentType: "application/json", etag: null, lastModified: null };
}
