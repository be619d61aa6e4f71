import { html, trusted } from "./markup";
import { hashOf } from "./page-document";
import { linkTo, type PageFrame } from "./page-frame";
import { incidentPath } from "./page-incident";
import { verdictState, verdictText } from "./page-verdict";
import { shapeIcon, shapePath, stateColors } from "./state-shapes";
import { fillText } from "./words/language";

/** How many running incidents a frame has room for. */
const shownIncidents = 3;

const style = `:root{color-scheme:light dark}*{margin:0;box-sizing:border-box}body{font:14px/20px system-ui,sans-serif;padding:12px 16px;overflow-wrap:anywhere;background:Canvas;color:CanvasText}a{color:inherit}p,li{padding-block:2px}ul{list-style:none;padding:0}img{width:12px;height:12px;margin-inline-end:8px}.s{font-size:12px;opacity:.85}`;

/** What may stand in a frame of anybody's page: no script, its own style alone. */
export const embedPolicy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors *",
].join("; ");

/** The page in a few lines, for a frame in somebody else's page. */
export function renderEmbed(frame: PageFrame): string {
  const { view, language } = frame;
  const { words } = language;
  const state = frame.isStale ? "unknown" : verdictState(frame);
  const said = frame.isStale ? staleText(frame) : verdictText(frame);
  const origin = view.url.replace(/\/status\/[^/]*$/, "");
  const incidents = view.open
    .slice(0, shownIncidents)
    .map(
      (incident) =>
        html`<li dir=auto><a href="${origin}${linkTo(frame, incidentPath(incident))}" target=_blank rel=noopener>${incident.title}</a></li>`,
    );
  return html`<!doctype html>
<html lang=${language.locale} dir=${language.direction}>
<head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><title>${view.page.name}</title><style>${trusted(style)}</style></head>
<body><p><img src="${shapeIcon(state, stateColors[state])}" alt="">${said}</p>
${incidents.length > 0 && html`<ul>${incidents}</ul>`}
<p class=s><a href="${view.url}" target=_blank rel=noopener>${words.embed.open}</a></p></body>
</html>
`.text;
}

/**
 * A script that writes the page's sentence where it stands. What it says is in it: it asks nobody for anything, sets no
 * style attribute and writes no markup, so it runs wherever `script-src` names this page's address.
 */
export function renderEmbedScript(frame: PageFrame): string {
  const state = frame.isStale ? "unknown" : verdictState(frame);
  const text = frame.isStale ? staleText(frame) : verdictText(frame);
  const said = {
    url: frame.view.url,
    name: frame.view.page.name,
    ...{ text, state, color: stateColors[state], path: shapePath(state) },
    direction: frame.language.direction,
    language: frame.language.locale,
  };
  // "<" and the two line separators would end the script or the text in old readers.
  const json = JSON.stringify(said).replace(
    /[<\u2028\u2029]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `(()=>{
const said=${json};
const own=document.currentScript||document.querySelector('script[src$="/embed.js"]');
if(!own)return;
const link=document.createElement("a");
link.href=said.url;link.target="_blank";link.rel="noopener";link.lang=said.language;link.dir=said.direction;
link.className="probity-status";link.dataset.state=said.state;link.title=said.name;
const space="http://www.w3.org/2000/svg",drawing=document.createElementNS(space,"svg"),shape=document.createElementNS(space,"path");
drawing.setAttribute("viewBox","0 0 12 12");drawing.setAttribute("width","10");drawing.setAttribute("height","10");drawing.setAttribute("aria-hidden","true");
shape.setAttribute("d",said.path);shape.setAttribute("fill",said.color);shape.setAttribute("fill-rule","evenodd");
drawing.append(shape);
link.append(drawing," "+said.text);
own.after(link);
})();
`;
}

function staleText({ view, language }: PageFrame): string {
  const time = language.timeOnDay(view.now, view.page.timezone);
  return fillText(language.words.notUpdated, { time });
}
