import type { PageTheme } from "@/lib/domain/page-theme";
import { html, type Markup, trusted } from "./markup";
import { hashOf } from "./page-document";
import { pageStyle } from "./page-style";
import { directionOf, localeOf, type Reader, say } from "./told/say";

/** The few rules that forms need beside a page's own look. */
const formStyle = `
form{display:grid;gap:20px;max-width:56ch;padding-block:16px}
form.inline{padding-block:8px}
fieldset{border:0;padding:0;min-width:0;display:grid;gap:8px}
legend,label.over{font-weight:600;padding:0 0 4px;display:block}
legend{padding-block-end:8px}
form summary{font-weight:600;cursor:pointer;padding-block:4px}
.wishes{display:grid;gap:20px;padding-block-start:16px}
main>.ok,main>.note{margin-block:12px 0}
main>p>code{overflow-wrap:anywhere;font-size:13px}
main>ul>li{padding-block:4px}
label.tick{display:flex;gap:8px;align-items:baseline}
label.tick input{flex:none;width:16px;height:16px;margin:0;align-self:center;accent-color:var(--link)}
.in{display:grid;gap:8px;padding-inline-start:24px}
input[type=text],input[type=email],input[type=password],select{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--soft);border-radius:6px;padding:8px 12px;width:100%;min-height:40px}
button.do{justify-self:start;color:var(--ground);background:var(--ink);border-radius:6px;padding:10px 16px;font-weight:500;text-decoration:none}
button.less{justify-self:start}
.ok{border:1px solid var(--o);border-radius:6px;padding:8px 12px;background:var(--surface)}
main{padding-block:8px 24px}
main h2{padding-block-start:16px}
`.replace(/\n\s*/g, "");

export type FormPage = {
  name: string;
  /** Where the page is read, for the way back; null of an organization, which has none. */
  url: string | null;
  theme: PageTheme;
};

/** A document, and the policy that lets it be what it is and nothing else. */
export type FormDocument = { text: string; policy: string };

/** Only our own style, known by its hash; forms go nowhere but here, and no script runs at all. */
function policyFor(style: string): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** A document in a page's look that a reader acts on: plain HTML, no script. */
export function formDocument(page: FormPage, reader: Reader, title: string, main: Markup): FormDocument {
  const forced = page.theme.mode === "auto" ? null : html` data-theme=${page.theme.mode}`;
  const style = `${pageStyle(page.theme)}${formStyle}`;
  const { text } = html`<!doctype html>
<html lang="${localeOf(reader.locale)}" dir="${directionOf(reader.locale)}"${forced}>
<head>
<meta charset=utf-8>
<meta name=viewport content="width=device-width,initial-scale=1">
<meta name=robots content=noindex>
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header>${page.url === null ? html`<strong>${page.name}</strong>` : html`<a href="${page.url}">${page.name}</a>`}</header>
<main>
<h1>${title}</h1>
${main}
</main>
${page.url !== null && html`<footer><a href="${page.url}">${say(reader, "back_to", { page: page.name })}</a></footer>`}
</body>
</html>
`;
  return { text, policy: policyFor(style) };
}
