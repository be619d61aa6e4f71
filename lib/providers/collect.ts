import type { ProviderFormat } from "@/lib/domain/reading";
import type { Fetched, Validators } from "./fetch";
import { at, listOf } from "./json";
import { decode, parseJson } from "./text";

type Document = Extract<Fetched, { kind: "document" }>;
export type Get = (url: string, validators: Validators) => Promise<Fetched>;

const none: Validators = { etag: null, lastModified: null };
const pagesMax = 10;
/** Of history so many pages of a hundred; what is older than they reach is not concluded from. */
const historyPagesMax = 3;

/**
 * A provider's whole word, where it is spread over several documents: Uptime Kuma's page and its heartbeats, Cachet's
 * components and incidents with their further pages, Instatus's summary and components. Parts that fail make the whole
 * fail: half a word misleads.
 */
export async function collectDocument(
  url: string,
  format: ProviderFormat | null,
  validators: Validators,
  get: Get,
): Promise<Fetched> {
  const { pathname } = new URL(url);
  const isInstatus = format === "instatus" || (format === null && summaryPath.test(pathname));
  const isSpread = format === "uptime-kuma" || format === "cachet" || isInstatus || kumaPath.test(pathname);
  const first = await get(url, isSpread ? none : validators);
  if (first.kind !== "document" || !isSpread) return first;
  if (isInstatus) return collectInstatus(first, get);
  return format === "cachet" ? collectCachet(first, get) : collectKuma(first, get);
}

const summaryPath = /^\/(?:v3\/|api\/v2\/)?summary\.json$/;

/** The summary tells of incidents and work; its components stand elsewhere, and older pages have none to offer. */
async function collectInstatus(summary: Document, get: Get): Promise<Fetched> {
  const address = new URL(summary.url);
  const value = jsonOf(summary);
  const isWhole = typeof at(value, "page", "status") !== "string" || Array.isArray(at(value, "components"));
  if (isWhole || !summaryPath.test(address.pathname)) return summary;
  const parts = await get(new URL("/v3/components.json", address).href, none);
  if (parts.kind === "failed" && parts.status === 404) return summary;
  if (parts.kind !== "document") return parts;
  return joined(summary, { ...asRecord(value), components: listOf(at(jsonOf(parts), "components")) });
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
  const components = await restOf(first, get, pagesMax);
  if ("kind" in components) return components;
  const newest = await get(new URL("./incidents?sort=id&order=desc&per_page=100", first.url).href, none);
  if (newest.kind === "failed" && newest.status === 404) return joined(first, { data: components.rows });
  if (newest.kind !== "document") return newest;
  const incidents = await restOf(newest, get, historyPagesMax);
  if ("kind" in incidents) return incidents;
  return joined(first, { data: [...components.rows, ...incidents.rows], cut: incidents.cut });
}

/** The rows of a list and of the pages after it, on the same host; `cut` when there are still more. */
async function restOf(
  first: Document,
  get: Get,
  most: number,
): Promise<{ rows: unknown[]; cut: boolean } | Fetched> {
  const rows = [...listOf(at(jsonOf(first), "data"))];
  let page: Document = first;
  for (let count = 1; ; count += 1) {
    const value = jsonOf(page);
    const link = at(value, "meta", "pagination", "links", "next_page") ?? at(value, "links", "next");
    const next = typeof link === "string" ? URL.parse(link, page.url) : null;
    if (next === null || next.host !== new URL(first.url).host) return { rows, cut: false };
    if (count >= most) return { rows, cut: true };
    const more = await get(next.href, none);
    if (more.kind !== "document") return more;
    rows.push(...listOf(at(jsonOf(more), "data")));
    page = more;
  }
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
