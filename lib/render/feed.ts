import type { PublicIncident } from "@/lib/domain/incident";
import type { PageMaintenance } from "@/lib/domain/page-happening";
import { occurrenceId } from "@/lib/domain/page-happening";
import type { PageView } from "@/lib/domain/page-view";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { renderMarkdown } from "./markdown";
import { html, type Markup, trusted } from "./markup";
import { incidentPath } from "./page-incident";
import { maintenancePath } from "./page-maintenance";
import { fillText, type Language } from "./words/language";

/** A feed holds so many entries, newest first, and of each so many words. */
const entriesMax = 50;
const updatesMax = 50;

type Entry = {
  /** The same for ever, wherever the page moves: readers know by it what they have read. */
  id: string;
  title: string;
  link: string;
  publishedAt: Ms;
  updatedAt: Ms;
  /** HTML. */
  content: string;
};

type Word = { status: keyof Language["words"]["statuses"]; body: string; at: Ms };

/** Everything that was made public of incidents and planned work, the last changed first. */
function entriesOf(view: PageView, language: Language): Entry[] {
  const incidents = view.incidents.map((incident) => incidentEntry(incident, view, language));
  const maintenances = view.maintenances.map((each) => maintenanceEntry(each, view, language));
  return [...incidents, ...maintenances]
    .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
    .slice(0, entriesMax);
}

function incidentEntry(incident: PublicIncident, view: PageView, language: Language): Entry {
  const { id, title, publishedAt, updatedAt, postmortem, updates } = incident;
  const learned =
    postmortem === null
      ? ""
      : `<h3>${html`${language.words.incident.postmortem}`.text}</h3>${renderMarkdown(postmortem.body)}`;
  return {
    ...{ id: `urn:probity:${id}`, title, publishedAt },
    updatedAt: Math.max(updatedAt, publishedAt, postmortem?.publishedAt ?? 0),
    link: view.url + incidentPath(incident),
    content: learned + wordsHtml(updates.toReversed(), view, language),
  };
}

function maintenanceEntry(each: PageMaintenance, view: PageView, language: Language): Entry {
  const zone = view.page.timezone;
  const window = fillText(language.words.maintenance.window, {
    from: language.fullInstant(each.from, zone),
    to: language.fullInstant(each.to, zone),
  });
  return {
    id: `urn:probity:${occurrenceId(each)}`,
    title: `${language.words.home.maintenance}: ${each.title}`,
    ...{ publishedAt: each.announcedAt, updatedAt: Math.max(each.updatedAt, each.announcedAt) },
    link: view.url + maintenancePath(each),
    content: `<p>${html`${window}`.text}</p>${renderMarkdown(each.body)}${wordsHtml(each.updates, view, language)}`,
  };
}

function wordsHtml(said: readonly Word[], view: PageView, language: Language): string {
  return said
    .slice(0, updatesMax)
    .map(({ status, body, at }) => {
      const time = language.fullInstant(at, view.page.timezone);
      return `<p><strong>${html`${language.words.statuses[status]}`.text}</strong> · <small>${html`${time}`.text}</small></p>${renderMarkdown(body)}`;
    })
    .join("");
}

/** What XML 1.0 has no way to say is left out. */
function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, (each) => ("\n\r\t".includes(each) ? each : ""));
}

/** When the newest entry changed; a feed without any is as old as its history. */
function updatedAt(entries: readonly Entry[], view: PageView): Ms {
  return entries.reduce((newest, entry) => Math.max(newest, entry.updatedAt), view.historyFrom);
}

export function renderAtom(view: PageView, language: Language): string {
  const entries = entriesOf(view, language);
  const entry = (
    each: Entry,
  ): Markup => html`<entry><id>${each.id}</id><title>${xmlText(each.title)}</title><link rel="alternate" type="text/html" href="${each.link}"/><published>${formatInstant(each.publishedAt)}</published><updated>${formatInstant(each.updatedAt)}</updated><content type="html">${xmlText(each.content)}</content></entry>
`;
  return html`${trusted('<?xml version="1.0" encoding="UTF-8"?>')}
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language.locale}"><id>urn:probity:${view.page.id}</id><title>${xmlText(view.page.name)}</title><updated>${formatInstant(updatedAt(entries, view))}</updated><author><name>${xmlText(view.page.name)}</name></author><link rel="alternate" type="text/html" href="${view.url}"/><link rel="self" type="application/atom+xml" href="${view.url}/history.atom"/>
${entries.map(entry)}</feed>
`.text;
}

export function renderRss(view: PageView, language: Language): string {
  const entries = entriesOf(view, language);
  const date = (at: Ms) => new Date(at).toUTCString();
  const item = (
    each: Entry,
  ): Markup => html`<item><guid isPermaLink="false">${each.id}</guid><title>${xmlText(each.title)}</title><link>${each.link}</link><pubDate>${date(each.publishedAt)}</pubDate><atom:updated>${formatInstant(each.updatedAt)}</atom:updated><description>${xmlText(each.content)}</description></item>
`;
  return html`${trusted('<?xml version="1.0" encoding="UTF-8"?>')}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${xmlText(view.page.name)}</title><link>${view.url}</link><description>${xmlText(view.page.name)}</description><language>${language.locale.toLowerCase()}</language><lastBuildDate>${date(updatedAt(entries, view))}</lastBuildDate><atom:link href="${view.url}/history.rss" rel="self" type="application/rss+xml"/>
${entries.map(item)}</channel></rss>
`.text;
}
