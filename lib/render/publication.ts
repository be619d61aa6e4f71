import type { PageView, ShownComponent } from "@/lib/domain/page-view";
import { worstState } from "@/lib/domain/page-view";
import type { EncodedRepresentation, Representation } from "@/lib/domain/publication";
import { stateWords } from "@/lib/domain/state";
import { staleSentence } from "@/lib/domain/verdict-sentence";
import { renderBadge } from "./badge";
import { encodeRepresentation } from "./compress";
import { contentSecurityPolicy, type RenderOptions } from "./page-document";
import { renderHistory } from "./page-history";
import { renderHome } from "./page-home";
import { renderUptime } from "./page-uptime";
import { renderStatuspageV2 } from "./statuspage-v2";

const htmlType = "text/html; charset=utf-8";
const jsonType = "application/json; charset=utf-8";
const svgType = "image/svg+xml; charset=utf-8";

/** Everything a page answers, from one view: the same view always makes the same text. */
export function renderPublication(view: PageView): Representation[] {
  const stale = renderAll(view, { isStale: true });
  return [...renderAll(view, { isStale: false })].map(([path, { contentType, body }]) => ({
    path,
    contentType,
    body,
    staleBody: stale.get(path)?.body ?? body,
  }));
}

/** The same as ready bytes. */
export async function encodePublication(view: PageView): Promise<EncodedRepresentation[]> {
  const encoded: EncodedRepresentation[] = [];
  for (const representation of renderPublication(view))
    encoded.push(await encodeRepresentation(representation, headersOf(representation)));
  return encoded;
}

function headersOf({ contentType }: Representation): Record<string, string> {
  if (contentType === htmlType)
    return { "content-security-policy": contentSecurityPolicy, "content-language": "en" };
  // A drawing may be opened by itself; it runs nothing.
  if (contentType === svgType)
    return { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" };
  return { "access-control-allow-origin": "*" };
}

type Rendered = Map<string, { contentType: string; body: string }>;

function renderAll(view: PageView, options: RenderOptions): Rendered {
  const rendered: Rendered = new Map();
  rendered.set("/", { contentType: htmlType, body: renderHome(view, options) });
  rendered.set("/history", { contentType: htmlType, body: renderHistory(view, options) });
  rendered.set("/uptime", { contentType: htmlType, body: renderUptime(view, options) });
  for (const [path, body] of renderStatuspageV2(view, options))
    rendered.set(path, { contentType: jsonType, body });
  for (const [path, body] of badges(view, options)) rendered.set(path, { contentType: svgType, body });
  return rendered;
}

function badges(view: PageView, options: RenderOptions): [string, string][] {
  const components = view.groups.flatMap((group) => group.components);
  const worst = worstState(components.map(({ state }) => state));
  const words = options.isStale ? staleSentence(view.now, view.page.timezone) : null;
  const one = ({ id, name, state }: ShownComponent): [string, string] => [
    `/badge/${id}.svg`,
    renderBadge(name, words ?? stateWords[state], words ? "unknown" : state),
  ];
  const whole = renderBadge(view.page.name, words ?? stateWords[worst], words ? "unknown" : worst);
  return [["/badge.svg", whole], ...components.map(one)];
}
