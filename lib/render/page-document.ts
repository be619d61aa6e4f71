import { createHash } from "node:crypto";
import { type PageView, worstState } from "@/lib/domain/page-view";
import { spokenInstant } from "@/lib/domain/spoken-time";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { spoken, staleSentence, verdictSentence } from "@/lib/domain/verdict-sentence";
import { html, type Markup, trusted } from "./markup";
import { pageScript } from "./page-script";
import { pageStyle } from "./page-style";
import { shapeDefinitions, shapeIcon, stateColors } from "./state-shapes";

/** Once a publication is old, `isStale` bytes are served instead, which say so (RULES R6.1). */
export type RenderOptions = { isStale: boolean };

/** The pages that there are, in the order of the navigation; "" is the page itself. */
const places = [
  ["", "Status"],
  ["/history", "History"],
  ["/uptime", "Uptime"],
] as const;
export type Place = (typeof places)[number][0];

/** Only our own style and script run, known by their hashes; no style attributes, nothing from elsewhere (RULES R6.5). */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src '${hashOf(pageStyle)}'`,
  `script-src '${hashOf(pageScript)}'`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Where the page's own links lead; they work by slug on every host. */
export function basePath({ page }: PageView): string {
  return `/status/${page.slug}`;
}

/** A whole document around `main`. */
export function pageDocument(view: PageView, place: Place, main: Markup, options: RenderOptions): string {
  const { page, now } = view;
  const forced = page.theme.mode === "auto" ? null : html` data-theme=${page.theme.mode}`;
  const verdict = spoken(verdictSentence(view), page.timezone, now);
  const state = worstState(view.problems.map((component) => component.state));
  return html`<!doctype html>
<html lang=en${forced}>
<head>
<meta charset=utf-8>
<meta name=viewport content="width=device-width,initial-scale=1">
<title>${titleOf(view, place)}</title>
<meta name=description content="${verdict}">
<link rel=icon href="${shapeIcon(state, stateColors[state])}">
<style>${trusted(pageStyle)}</style>
<script>${trusted(pageScript)}</script>
</head>
<body data-published="${formatInstant(now)}">
${shapeDefinitions}
${header(view, place)}
<main>
${options.isStale && html`<p class=note>${staleSentence(now, page.timezone)}.</p>`}
${main}
</main>
${footer(view)}
</body>
</html>
`.text;
}

function titleOf(view: PageView, place: Place): string {
  const found = places.find(([path]) => path === place);
  return place === "" || !found ? view.page.name : `${found[1]} · ${view.page.name}`;
}

function header(view: PageView, place: Place): Markup {
  const base = basePath(view);
  const links = places.map(
    ([path, word]) =>
      html`<a href="${base}${path}"${path === place && trusted(" aria-current=page")}>${word}</a>`,
  );
  return html`<header><a href="${base}">${view.page.name}</a><nav aria-label=Page>${links}</nav></header>`;
}

function footer(view: PageView): Markup {
  const base = basePath(view);
  return html`<footer>
<a href="${base}/uptime#verify">Verify this page’s numbers</a>
<a href="${base}/api/v2/summary.json">Status as JSON</a>
<a href="${base}/badge.svg">Badge</a>
<button id=theme type=button hidden>Theme</button>
</footer>`;
}

/** An instant as text in the page's zone; the script turns it into the viewer's. */
export function timeElement(instant: Ms, view: PageView, options: { withAge?: boolean } = {}): Markup {
  const text = spokenInstant(instant, view.page.timezone, view.now);
  const age = options.withAge === true && trusted(" data-age");
  return html`<time datetime="${formatInstant(instant)}"${age}>${text}</time>`;
}
