import { createHash } from "node:crypto";
import { localeNames } from "@/lib/domain/locale";
import { faviconOf, logoOf, type PageTheme } from "@/lib/domain/page-theme";
import { formatInstant } from "@/lib/domain/time";
import { gateWord } from "./gate-words";
import { html, type Markup, trusted } from "./markup";
import { basePath, feedAt, linkTo, type PageFrame, timeElement } from "./page-frame";
import { pageScript, wakeScript } from "./page-script";
import { figuresStyle, formStyle, pageStyle } from "./page-style";
import { verdictState, verdictText } from "./page-verdict";
import { shapeDefinitions, shapeIcon, stateColors } from "./state-shapes";
import { fill } from "./words/language";

/** The pages that there are, in the order of the navigation; "" is the page itself. */
const places = [
  ["", "status"],
  ["/history", "history"],
  ["/uptime", "uptime"],
] as const;

/** One document of a page. */
export type PageDocument = {
  /** Below the page's address; "" is the page itself. */
  path: string;
  /** null: the page's own name alone. */
  title: string | null;
  main: Markup;
  /** For search engines and previews; the page's verdict without one. */
  description?: string;
  /**
   * Tells of the past alone, so that its bytes are the same at the next publication: it holds neither the page's state
   * nor the time, and once it is old it says so without naming a moment.
   */
  isSettled?: boolean;
  /** One style and one script more, of those that the policy knows. */
  style?: typeof figuresStyle | typeof formStyle;
  script?: string;
};

/** Only our own style and scripts run, known by their hashes; no style attributes, nothing from elsewhere (RULES R6.5). */
export function contentSecurityPolicy(theme: PageTheme, scripts: readonly string[] = []): string {
  return [
    "default-src 'none'",
    `style-src ${[styleOf(theme), figuresStyle, formStyle].map((style) => `'${hashOf(style)}'`).join(" ")}`,
    `script-src ${[pageScript, wakeScript, ...scripts].map((script) => `'${hashOf(script)}'`).join(" ")}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

const styles = new WeakMap<PageTheme, string>();

function styleOf(theme: PageTheme): string {
  const style = styles.get(theme) ?? pageStyle(theme);
  styles.set(theme, style);
  return style;
}

/** A document as it is, and as it reads once it is old: the same with a note (RULES R6.1). */
export type DocumentText = { body: string; staleBody: string };

/** Characters of a body that is read to its end in a moment, even by an old phone. */
const shortMax = 300_000;

/**
 * Times turn into the viewer's zone when all is read, and may take a line more: what is short is not painted before, so
 * that nothing moves (HTML, "expect" links; a browser that does not know them paints as it likes).
 */
const paintedWhole = html`<link rel=expect href=#end blocking=render>`;

/** A whole document around its main part. */
export function pageDocument(frame: PageFrame, document: PageDocument): DocumentText {
  const { view, language } = frame;
  const { page, now } = view;
  const forced = page.theme.mode === "auto" ? null : html` data-theme=${page.theme.mode}`;
  const title = document.title === null ? page.name : `${document.title} · ${page.name}`;
  const description = document.description ?? (document.isSettled ? title : verdictText(frame));
  const published = document.isSettled !== true && html` data-published="${formatInstant(now)}"`;
  const rest = html`<div id=page>
${header(frame, document.path)}
<main id=main>
${document.main}
</main>
${footer(frame, document.path)}
</div>${document.script !== undefined && html`<script>${trusted(document.script)}</script>`}<script>${trusted(wakeScript)}</script><wbr id=end>
</body>
</html>
`.text;
  const head = html`<!doctype html>
<html lang=${language.locale} dir=${language.direction}${forced}>
<head>
<meta charset=utf-8>
<meta name=viewport content="width=device-width,initial-scale=1">
<title>${title}</title>
<meta name=description content="${description}">
${rest.length < shortMax && paintedWhole}<link rel=icon href="${iconOf(frame, document)}">
<link rel=alternate type="application/atom+xml" href="${feedAt(view, "/history.atom")}">
<style>${trusted(styleOf(page.theme))}</style>${document.style !== undefined && html`<style>${trusted(document.style)}</style>`}
<script>${trusted(pageScript)}</script>
</head>
<body${published}>
<a id=skip href="#main">${language.words.nav.skip}</a>
${shapeDefinitions}
`.text;
  return { body: head + rest, staleBody: head + staleNote(frame, document).text + rest };
}

function staleNote(frame: PageFrame, { isSettled }: PageDocument): Markup {
  const { words } = frame.language;
  if (isSettled)
    return html`<p class=note>${words.mayBeOld}</p>
`;
  return html`<p class=note>${fill(words.notUpdated, { time: frame.language.timeOnDay(frame.view.now, frame.view.page.timezone) })}</p>
`;
}

function iconOf(frame: PageFrame, { isSettled }: PageDocument): string {
  if (faviconOf(frame.view.page.theme)) return `${basePath(frame.view)}/favicon`;
  const state = isSettled ? "operational" : verdictState(frame);
  return shapeIcon(state, isSettled ? "#57534e" : stateColors[state]);
}

function header(frame: PageFrame, path: string): Markup {
  const { view, language } = frame;
  const logo = logoOf(view.page.theme);
  const picture =
    logo !== null &&
    html`<img src="${basePath(view)}/logo" alt="" width=${Math.max(1, Math.round((logo.width / logo.height) * 28))} height=28>`;
  const links = places.map(
    ([place, word]) =>
      html`<a href="${linkTo(frame, place)}"${place === path && trusted(" aria-current=page")}>${language.words.nav[word]}</a>`,
  );
  return html`<header><a class=brand href="${linkTo(frame, "")}">${picture}${view.page.name}</a><nav aria-label="${language.words.nav.label}">${links}${ownServices(frame)}<a class=go href="${linkTo(frame, "/subscribe")}">${language.words.nav.subscribe}</a></nav></header>`;
}

/** The way to what a customer's people see of their own. */
function ownServices({ view, language }: PageFrame): Markup | false {
  return (
    view.page.customerLayer &&
    html`<a href="${basePath(view)}/me">${gateWord(language.locale, "layer_title")}</a>`
  );
}

function footer(frame: PageFrame, path: string): Markup {
  const { words } = frame.language;
  const base = basePath(frame.view);
  const { theme } = words.footer;
  return html`<footer>
<a href="${linkTo(frame, "/verify")}">${words.footer.verify}</a>
<a href="${feedAt(frame.view, "/history.rss")}">${words.footer.rss}</a>
<a href="${feedAt(frame.view, "/history.atom")}">${words.footer.atom}</a>
<a href="${feedAt(frame.view, "/calendar.ics")}">${words.footer.calendar}</a>
<a href="${base}/api/v2/summary.json">${words.footer.json}</a>
<button id=theme type=button hidden data-auto="${theme.auto}" data-light="${theme.light}" data-dark="${theme.dark}">${theme.auto}</button>
${frame.view.page.locales.length > 1 && languages(frame, path)}
</footer>`;
}

function languages({ view, language }: PageFrame, path: string): Markup {
  const links = view.page.locales.map((locale) => {
    const current = locale === language.locale && trusted(" aria-current=true");
    return html`<a href="${basePath(view)}${path}?lang=${locale}" lang=${locale} hreflang=${locale}${current}>${localeNames[locale]}</a>
`;
  });
  return html`<nav aria-label="${language.words.footer.language}">${links}</nav>`;
}

/** When the page was last made, with its age. */
export function updatedLine(frame: PageFrame): Markup {
  const time = timeElement(frame.view.now, frame, { withAge: true });
  return html`<p class=soft>${fill(frame.language.words.updated, { time })}</p>`;
}
