import { html, type Markup } from "./markup";
import { type DocumentText, pageDocument } from "./page-document";
import { basePath, type PageFrame } from "./page-frame";
import { formStyle } from "./page-style";
import { verifyScript } from "./verify-script";

/** Of so many services the ledger can be chosen here; every one has its link on the page of figures. */
const choicesMax = 500;

/** Where anybody checks the page's numbers: in their own browser, and on our server. */
export function renderVerify(frame: PageFrame): DocumentText {
  const { words } = frame.language;
  const { verify } = words;
  const main = html`<h1>${verify.title}</h1>
<p>${verify.intro}</p>
${choice(frame)}
<form id=verify method=post action="${basePath(frame.view)}/verify/check" data-working="${verify.working}" data-good="${verify.good}" data-unsigned="${verify.unsigned}" data-bad="${verify.bad}" data-unreadable="${verify.unreadable}" data-failed="${verify.failed}">
<label for=ledger>${verify.paste}</label><textarea id=ledger name=ledger spellcheck=false required></textarea>
<button>${verify.pasteDo}</button></form>
<dl aria-live=polite><dt class=small>${verify.browser}<dd><output id=browser></output><dt class=small>${verify.server}<dd><output id=server></output></dl>
<noscript><p>${verify.noScript}</p></noscript>
<section class=group><h2>${verify.offline}</h2><p>${verify.offlineText}</p><p><code>npm run probity -- verify FILE</code></p></section>`;
  return pageDocument(frame, {
    path: "/verify",
    title: verify.title,
    main,
    isSettled: true,
    style: formStyle,
    script: verifyScript,
  });
}

function choice({ view, language }: PageFrame): Markup | false {
  const components = view.groups.flatMap((group) => group.components).slice(0, choicesMax);
  if (components.length === 0) return false;
  const options = components.map(
    ({ id, name }) => html`<option value="${basePath(view)}/ledger/${id}.ndjson">${name}
`,
  );
  const { verify } = language.words;
  return html`<form id=fetch hidden><label for=component>${verify.fetch}</label><select id=component name=component>${options}</select>
<button>${verify.fetchDo}</button></form>`;
}
