import type { Locale } from "@/lib/domain/page";
import { isOpen } from "@/lib/domain/page-happening";
import { faviconOf, logoOf } from "@/lib/domain/page-theme";
import type { PageView } from "@/lib/domain/page-view";
import type { EncodedRepresentation, KnownTags, Representation } from "@/lib/domain/publication";
import { renderCalendar } from "./calendar-ics";
import { encodeRepresentation } from "./compress";
import { embedPolicy, renderEmbed, renderEmbedScript } from "./embed";
import { renderAtom, renderRss } from "./feed";
import { findScript } from "./find-script";
import { renderBadges } from "./page-badges";
import { isFolded } from "./page-components";
import { contentSecurityPolicy, type DocumentText } from "./page-document";
import type { PageFrame } from "./page-frame";
import { keptMonths, monthPath, renderHistory } from "./page-history";
import { renderHome } from "./page-home";
import { incidentPath, renderIncident } from "./page-incident";
import { maintenancePath, renderMaintenance } from "./page-maintenance";
import { renderUptime } from "./page-uptime";
import { renderVerify } from "./page-verify";
import { renderStatuspageV2 } from "./statuspage-v2";
import { verifyScript } from "./verify-script";
import { languageOf } from "./words/language";

/** Of incidents that are over, so many have a page of their own; the months tell of all. */
const pastIncidentsMax = 100;
/** And of planned work, of each with all its dates. */
const maintenancesMax = 100;

const htmlType = "text/html; charset=utf-8";
const open = { "access-control-allow-origin": "*" };
/** A drawing may be opened by itself; it runs nothing. */
const drawing = {
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  "cross-origin-resource-policy": "cross-origin",
};

/** Everything a page answers, from one view: the same view always makes the same text. */
export function renderPublication(view: PageView): Representation[] {
  const [first = "en", ...others] = view.page.locales;
  const frameOf = (locale: Locale, isStale = false): PageFrame => ({
    ...{ view, isStale },
    language: languageOf(locale),
  });
  const stale = new Map(files(frameOf(first, true)).map(({ path, body }) => [path, body]));
  return [
    ...documents(frameOf(first), ""),
    ...others.flatMap((locale) => documents(frameOf(locale), `?lang=${locale}`)),
    ...files(frameOf(first)).map((each) => ({ ...each, staleBody: stale.get(each.path) ?? each.body })),
  ];
}

/** What a publication is made of: every path it has, and the bytes of those that `known` has not just so. */
export type EncodedPublication = { paths: string[]; changed: EncodedRepresentation[] };

export async function encodePublication(
  view: PageView,
  known: KnownTags = new Map(),
): Promise<EncodedPublication> {
  const paths: string[] = [];
  const changed: EncodedRepresentation[] = [];
  for (const representation of renderPublication(view)) {
    paths.push(representation.path);
    const encoded = await encodeRepresentation(representation, known);
    if (encoded !== null) changed.push(encoded);
  }
  return { paths, changed };
}

/** What there is in every language; the page's first is at the plain address, the others beside it. */
function documents(frame: PageFrame, suffix: string): Representation[] {
  const { view, language } = frame;
  const policy = contentSecurityPolicy(view.page.theme);
  const searchable = contentSecurityPolicy(view.page.theme, [findScript]);
  const document = (path: string, text: DocumentText, security = policy): Representation =>
    htmlDocument(path + suffix, text, language.locale, security);
  const embed = { body: renderEmbed(frame), staleBody: renderEmbed({ ...frame, isStale: true }) };
  return [
    document("/", renderHome(frame), isFolded(frame) ? searchable : policy),
    ...keptMonths(view).map((month) => document(monthPath(month, view.now), renderHistory(month, frame))),
    document("/uptime", renderUptime(frame)),
    document("/verify", renderVerify(frame), contentSecurityPolicy(view.page.theme, [verifyScript])),
    document("/embed", embed, embedPolicy),
    ...happenings(frame).map(([path, text]) => document(path, text)),
  ];
}

export function htmlDocument(
  path: string,
  text: DocumentText,
  locale: Locale,
  policy: string,
): Representation {
  const headers = { "content-security-policy": policy, "content-language": locale };
  return { path, contentType: htmlType, headers, ...text };
}

function happenings(frame: PageFrame): [path: string, text: DocumentText][] {
  const { view } = frame;
  const past = view.incidents.filter((incident) => !isOpen(incident)).slice(0, pastIncidentsMax);
  const byId = Map.groupBy(view.maintenances.toReversed(), ({ maintenanceId }) => maintenanceId);
  const planned = [...byId.values()].slice(0, maintenancesMax).map((dates) => dates.toReversed());
  return [
    ...[...view.open, ...past].map((incident): [string, DocumentText] => [
      incidentPath(incident),
      renderIncident(incident, frame),
    ]),
    ...planned.flatMap((dates): [string, DocumentText][] => {
      const [date] = dates;
      const text = renderMaintenance(dates, frame);
      return date && text !== null ? [[maintenancePath(date), text]] : [];
    }),
  ];
}

type Rendered = Omit<Representation, "staleBody">;

/** What machines read, in the page's first language. */
function files(frame: PageFrame): Rendered[] {
  const { view, language } = frame;
  const file = (path: string, contentType: string, body: string | Uint8Array, headers = open): Rendered => ({
    ...{ path, contentType, headers, body },
  });
  const json = [...renderStatuspageV2(view, frame)];
  const [logo, favicon] = [logoOf(view.page.theme), faviconOf(view.page.theme)];
  return [
    ...json.map(([path, body]) => file(path, "application/json; charset=utf-8", body)),
    file("/history.rss", "application/rss+xml; charset=utf-8", renderRss(view, language)),
    file("/history.atom", "application/atom+xml; charset=utf-8", renderAtom(view, language)),
    file("/calendar.ics", "text/calendar; charset=utf-8", renderCalendar(view, language)),
    {
      ...file("/embed.js", "text/javascript; charset=utf-8", renderEmbedScript(frame)),
      headers: { ...open, "cross-origin-resource-policy": "cross-origin" },
    },
    ...renderBadges(frame).map(
      ([path, body]): Rendered => ({
        path,
        contentType: "image/svg+xml; charset=utf-8",
        headers: drawing,
        body,
      }),
    ),
    ...(logo ? [file("/logo", logo.contentType, logo.bytes)] : []),
    ...(favicon ? [file("/favicon", favicon.contentType, favicon.bytes)] : []),
  ];
}
