import type { PageView, ShownComponent } from "@/lib/domain/page-view";
import { html, type Markup } from "./markup";
import { basePath, pageDocument, type RenderOptions } from "./page-document";

/** Every component's figures side by side, and how anybody can check them. */
export function renderUptime(view: PageView, options: RenderOptions): string {
  const components = view.groups.flatMap((group) => group.components);
  const main = html`<h1>Uptime</h1>
<p class=soft>The share of the time with data in which a service was up. Maintenance and time without data count for neither side; figures are cut, never rounded up.</p>
${components.length === 0 ? html`<p>Nothing is shown on this page yet.</p>` : figures(components, view)}
<section id=verify class=group>
<h2>Verify this page’s numbers</h2>
<p>Every figure is computed from a ledger in which each entry carries the hash of the one before, so that nothing can be changed afterwards without a trace. The last column is that ledger. <code>npm run probity -- verify FILE</code> checks it on your own machine, with no word from us.</p>
</section>`;
  return pageDocument(view, "/uptime", main, options);
}

function figures(components: readonly ShownComponent[], view: PageView): Markup {
  const lengths = components[0]?.windows.map((window) => window.days) ?? [];
  const heads = lengths.map((days) => html`<th scope=col>${days} days`);
  return html`<div class="scroll group" tabindex=0 role=region aria-label="Uptime by service"><table class=t>
<thead><tr><th scope=col>Service${heads}<th scope=col>Ledger</thead><tbody>
${components.map((component) => row(component, view))}</tbody></table></div>`;
}

function row({ id, name, windows }: ShownComponent, view: PageView): Markup {
  const cells = windows.map(
    ({ percent }) => html`<td>${percent === null ? html`<span class=soft>No data</span>` : `${percent}%`}`,
  );
  const ledger = `${basePath(view)}/ledger/${id}.ndjson`;
  return html`<tr><th scope=row>${name}${cells}<td><a href="${ledger}">NDJSON<span class=v> ledger of ${name}</span></a>
`;
}
