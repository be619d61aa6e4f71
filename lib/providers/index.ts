import {
  type Finding,
  overMax,
  type ProviderFormat,
  providerFormats,
  type Reading,
} from "@/lib/domain/reading";
import type { Ms } from "@/lib/domain/time";
import { type Adapter, type Document, finding } from "./adapter";
import { apple } from "./apple";
import { awsCurrentevents } from "./aws-currentevents";
import { awsDataJson } from "./aws-data-json";
import { awsRss } from "./aws-rss";
import { azureDevopsHealth } from "./azure-devops-health";
import { azureRss } from "./azure-rss";
import { betterstack } from "./betterstack";
import { cachet } from "./cachet";
import { checkly } from "./checkly";
import { cstate } from "./cstate";
import { parseFeed } from "./feed";
import { gatus } from "./gatus";
import { googleCloud } from "./google-cloud";
import { herokuV3 } from "./heroku-v3";
import { herokuV4 } from "./heroku-v4";
import { unescapeOnce } from "./html";
import { incidentioCompatSummary } from "./incidentio-compat-summary";
import { incidentioProxyIncidents } from "./incidentio-proxy-incidents";
import { instatus } from "./instatus";
import { oneLine } from "./json";
import { m365Servicehealth } from "./m365-servicehealth";
import { oracleOci } from "./oracle-oci";
import { rssAtomPlain } from "./rss-atom-plain";
import { salesforceTrust } from "./salesforce-trust";
import { slack } from "./slack";
import { sorry } from "./sorry";
import { statusio } from "./statusio";
import { statusioRss } from "./statusio-rss";
import { statuspageHistoryFeed } from "./statuspage-history-feed";
import { statuspageV2Incidents } from "./statuspage-v2-incidents";
import { statuspageV2Status } from "./statuspage-v2-status";
import { statuspageV2Summary } from "./statuspage-v2-summary";
import { statuspal } from "./statuspal";
import { stripe } from "./stripe";
import { decode, parseJson } from "./text";
import { upptime } from "./upptime";
import { uptimeKuma } from "./uptime-kuma";

/** Every format, the telling ones first: an unnamed document is read by the first that knows it. */
const adapters: Readonly<Record<ProviderFormat, Adapter>> = {
  "aws-currentevents": awsCurrentevents,
  "aws-data-json": awsDataJson,
  "google-cloud": googleCloud,
  "azure-devops-health": azureDevopsHealth,
  apple,
  betterstack,
  cstate,
  "uptime-kuma": uptimeKuma,
  upptime,
  gatus,
  "salesforce-trust": salesforceTrust,
  "m365-servicehealth": m365Servicehealth,
  statusio,
  "heroku-v4": herokuV4,
  "heroku-v3": herokuV3,
  slack,
  stripe,
  statuspal,
  cachet,
  sorry,
  instatus,
  "incidentio-compat-summary": incidentioCompatSummary,
  "incidentio-proxy-incidents": incidentioProxyIncidents,
  checkly,
  "oracle-oci": oracleOci,
  "statuspage-v2-incidents": statuspageV2Incidents,
  "statuspage-v2-summary": statuspageV2Summary,
  "statuspage-v2-status": statuspageV2Status,
  "aws-rss": awsRss,
  "azure-rss": azureRss,
  "statusio-rss": statusioRss,
  "statuspage-history-feed": statuspageHistoryFeed,
  "rss-atom-plain": rssAtomPlain,
};

const listMax = 20_000;

const inOrder = Object.keys(adapters).filter((name): name is ProviderFormat =>
  providerFormats.some((format) => format === name),
);

/** One document as fetched. `observedAt` is when; without it nothing is judged by its age. */
export type ProviderDocument = {
  bytes: Uint8Array;
  format?: ProviderFormat | undefined;
  contentType?: string | undefined;
  observedAt?: Ms | undefined;
};

/**
 * What a provider's document says, by the format named or the one detected. Never throws on what is in the bytes:
 * what cannot be read is `unknown` with a reason.
 */
export function readProvider(document: ProviderDocument): Reading {
  const decoded = decode(document.bytes, document.contentType);
  if ("reason" in decoded) return unreadable(document.format ?? null, decoded.reason);
  const parsed = parse(decoded.text);
  if ("reason" in parsed) return unreadable(document.format ?? traced(decoded.text), parsed.reason);
  const format = document.format ?? inOrder.find((name) => adapters[name].matches(parsed));
  if (format === undefined) return unreadable(null, "No known format has this shape.");
  const adapter = adapters[format];
  if (!(adapter.accepts ?? adapter.matches)(parsed))
    return unreadable(format, `The document does not have the shape of ${format}.`);
  const found = adapter.read(parsed, { observedAt: document.observedAt ?? null });
  return { ...bounded(found), format, parseError: false };
}

/**
 * Far more than any real page holds; a hostile one must not fill our answer. What stands in two lists of a page is told
 * once; names are words, whatever they were escaped for. The counts stay true.
 */
function bounded(found: Finding): Finding {
  const { components, openIncidents, scheduled, over = [], ...rest } = found;
  const told = over.filter((id) => id !== "").slice(0, overMax);
  return {
    ...rest,
    ...(told.length > 0 ? { over: told } : {}),
    components: components.slice(0, listMax).map((each) => ({
      ...each,
      name: spelled(each.name),
      group: each.group && spelled(each.group),
    })),
    openIncidents: distinct(openIncidents, ({ startedAt }) => startedAt).map((each) => ({
      ...each,
      title: spelled(each.title),
      affected: each.affected.map(spelled),
    })),
    scheduled: distinct(scheduled, ({ from }) => from).map((each) => ({
      ...each,
      title: spelled(each.title),
    })),
  };
}

function distinct<Told extends { id: string | null; title: string }>(
  list: readonly Told[],
  begun: (each: Told) => Ms | null,
): Told[] {
  const found = new Map<string, Told>();
  for (const [index, each] of list.slice(0, listMax).entries()) {
    const key = each.id === null ? `#${index}` : `${each.id}\n${each.title}\n${begun(each)}`;
    if (!found.has(key)) found.set(key, each);
  }
  return [...found.values()];
}

/** "R&amp;D" is R&D, in JSON as in HTML. */
function spelled(text: string): string {
  return /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});/i.test(text)
    ? oneLine(unescapeOnce(text))
    : text;
}

/** A feed or a JSON value, told by the first character: servers name their types wrongly. */
function parse(text: string): Document | { reason: string } {
  const start = text.search(/[^\s\p{Cc}\uFEFF]/u);
  if (start < 0) return { reason: "The document is empty." };
  if (text[start] !== "<") {
    const json = parseJson(text);
    return "reason" in json ? json : { kind: "json", value: json.value };
  }
  if (/^<(?:!doctype\s+html|html|head|body|script)\b/i.test(text.slice(start, start + 40)))
    return { reason: "The server answered with an HTML page instead of its status." };
  const feed = parseFeed(text.slice(start));
  return "reason" in feed ? feed : { kind: "feed", feed: feed.feed };
}

/** The format of a text that is broken, by what is still to be seen of it. */
function traced(text: string): ProviderFormat | null {
  return inOrder.find((name) => adapters[name].traces.every((trace) => trace.test(text))) ?? null;
}

function unreadable(format: ProviderFormat | null, reason: string): Reading {
  return { ...finding({ reason }), format, parseError: true };
}
