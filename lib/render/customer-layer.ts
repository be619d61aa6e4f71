import type { CustomerLayer } from "@/lib/domain/customer-layer";
import type { Locale } from "@/lib/domain/page";
import type { ServiceFigures } from "@/lib/domain/told";
import { statementList } from "./customer-documents";
import type { GateWord } from "./gate/en";
import { gateWord } from "./gate-words";
import { html, type Markup } from "./markup";
import { stateShape } from "./state-shapes";
import { type FormDocument, type FormPage, formDocument } from "./subscription-document";
import { type Reader, say, sayDuration, sayInstant, sayMoney, sayPercent, sayPeriod } from "./told/say";
import { languageOf } from "./words/language";

export type LayerView = {
  page: FormPage;
  reader: Reader & { locale: Locale };
  layer: CustomerLayer;
  /** Where this is, on the host that was asked: leaving leads there, and the customer's files are below it. */
  at: string;
};

/** The section for one customer's people, to stand on the page itself. */
export function layerSection(view: LayerView): FormDocument {
  const { text } = html`<h2>${word(view, "layer_title")}</h2>
${layerBody(view)}`;
  return { text, policy: "default-src 'none'; frame-ancestors 'none'" };
}

/** The same as a page of its own, for whoever has no JavaScript. */
export function layerDocument(view: LayerView): FormDocument {
  return formDocument(view.page, view.reader, word(view, "layer_title"), layerBody(view));
}

function word(
  { page, reader }: Pick<LayerView, "page" | "reader">,
  name: GateWord,
  values: Record<string, string> = {},
): string {
  return gateWord(reader.locale, name, { page: page.name, ...values });
}

function layerBody(view: LayerView): Markup {
  const { layer, reader } = view;
  const at = sayInstant(reader, layer.knownAt);
  return html`<p class=small>${word(view, "layer_note", { at, customer: layer.customer })}</p>
${layer.services.length === 0 ? html`<p>${word(view, "layer_none")}</p>` : standing(view)}
<h3>${word(view, "layer_credits")}</h3>
${layer.credits.length === 0 ? html`<p>${word(view, "layer_no_credit")}</p>` : credits(view)}
${layer.documents.statements.length > 0 && html`<h3>${say(reader, "statements_heading")}</h3>${statementList(layer.documents, view.at, reader)}`}
<form class=inline method=post action="${view.at}"><button class=less>${word(view, "leave")}</button></form>`;
}

function standing(view: LayerView): Markup {
  const { layer, reader } = view;
  const { words } = languageOf(reader.locale);
  const components = layer.components.map(
    ({ name, state }) => html`<li>${stateShape(state)} <b>${name}</b> ${words.states[state]}</li>`,
  );
  return html`<h3>${word(view, "layer_components")}</h3>
<ul class=plain>${components}</ul>
<h3>${word(view, "layer_level")}</h3>
${layer.services.map(({ figures, period, timezone }) => figureTable(figures, sayPeriod({ ...reader, timezone }, period), reader))}`;
}

function figureTable(figures: ServiceFigures, period: string, reader: Reader): Markup {
  const rows = rowsOf(figures, reader).map(
    ([label, value]) => html`<tr><th scope=row>${label}</th><td class=n>${value}</td></tr>`,
  );
  return html`<table class=t><caption>${figures.service} · ${period}</caption><tbody>${rows}</tbody></table>`;
}

function rowsOf(figures: ServiceFigures, reader: Reader): [string, string][] {
  const { targetPercent, uptimePercent, downtimeMs, allowancePercent, credit } = figures;
  const rows: [string, string][] = [
    [say(reader, "row_target"), sayPercent(reader, targetPercent)],
    [
      say(reader, "row_uptime"),
      uptimePercent === null ? say(reader, "none_yet") : sayPercent(reader, uptimePercent),
    ],
    [say(reader, "row_downtime"), sayDuration(reader, downtimeMs)],
  ];
  if (allowancePercent !== null)
    rows.push([say(reader, "row_allowance"), sayPercent(reader, allowancePercent)]);
  if (credit !== null)
    rows.push([say(reader, "row_credit"), sayMoney(reader, credit.currency, credit.amountMinor)]);
  return rows;
}

function credits(view: LayerView): Markup {
  const { layer, reader } = view;
  const rows = layer.credits.map(
    ({ id, number, service, period, timezone, currency, amountMinor, status }) =>
      html`<tr><th scope=row><a href="${view.at}/memo/${id}.pdf">${number} (PDF)</a></th><td>${service} · ${sayPeriod({ ...reader, timezone }, period)}</td><td>${word(view, `credit_${status}`)}</td><td class=n>${sayMoney(reader, currency, amountMinor)}</td></tr>`,
  );
  return html`<table class=t><tbody>${rows}</tbody></table>`;
}
