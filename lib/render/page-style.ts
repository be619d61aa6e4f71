import { type PageTheme, themeScope } from "@/lib/domain/page-theme";
import { correctedPalette, darkPalette, lightPalette, type Palette } from "@/lib/domain/palette";
import { scopeCss } from "@/lib/domain/scoped-css";
import type { State } from "@/lib/domain/state";
import { barsHeight, barWidth, laneHeight, stateClasses } from "./bars-svg";

const stateNames = Object.entries(stateClasses) as [State, string][];

function colors(scheme: "light" | "dark", palette: Palette): string {
  const { ground, surface, line, ink, soft, link } = palette;
  const own = `--ground:${ground};--surface:${surface};--line:${line};--ink:${ink};--soft:${soft};--link:${link}`;
  return `color-scheme:${scheme};${own};${stateNames.map(([state, name]) => `--${name}:${palette.states[state]}`).join(";")}`;
}

const states = Object.values(stateClasses)
  .map((name) => `.${name}{color:var(--${name})}`)
  .join("");
const lanes = stateNames.map(([state, name]) => `.b .${name}{stroke-width:${laneHeight(state)}}`).join("");

/** The whole look of a published page, inlined so that a page is one request. Logical properties only: it mirrors. */
export function pageStyle(theme: PageTheme): string {
  const light = colors("light", correctedPalette(theme.light, lightPalette));
  const dark = colors("dark", correctedPalette(theme.dark, darkPalette));
  const schemes = `:root{${light}}@media(prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}:root[data-theme=dark]{${dark}}`;
  return schemes + rules + customRules(theme);
}

/** The owner's own rules; what they draw outside of their box is cut off. */
function customRules({ css }: PageTheme): string {
  if (css === null) return "";
  const scoped = scopeCss(css, themeScope);
  return scoped.css === null ? "" : `${themeScope}{contain:paint}${scoped.css}`;
}

const rules = compact(`
*{box-sizing:border-box;margin:0}
html{background:var(--ground);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%;
  font:14px/20px Geist,Inter,ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
  font-feature-settings:"tnum";font-variant-numeric:tabular-nums}
body{max-width:960px;margin-inline:auto;padding-inline:16px;overflow-wrap:anywhere}
a{color:inherit;text-decoration-color:var(--line);text-underline-offset:3px}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
header,footer{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:baseline;padding-block:24px}
header{justify-content:space-between}
header>a{font-size:16px;line-height:24px;font-weight:600;text-decoration:none}
nav{display:flex;flex-wrap:wrap;gap:4px 16px}
.go{color:var(--ink);font-weight:600}
nav a,footer a{padding-block:4px;color:var(--soft)}
nav a[aria-current]{color:var(--ink);text-decoration-color:currentColor}
footer{margin-block-start:40px;border-block-start:1px solid var(--line);color:var(--soft);font-size:13px}
footer p{flex:1 1 100%}
button{font:inherit;color:var(--soft);background:none;border:0;padding:4px 0;cursor:pointer;text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:3px}
.verdict{display:flex;gap:12px;padding-block:24px 32px}
.verdict svg{width:20px;height:20px;margin-block-start:8px}
h1{font-size:28px;line-height:36px;font-weight:600;letter-spacing:-.02em;text-wrap:balance}
h1+p:not([class]){font-size:16px;line-height:24px;padding-block:4px}
h2{font-size:14px;line-height:20px;font-weight:600}
.soft{color:var(--soft)}
.small{font-size:12px;line-height:16px;color:var(--soft)}
.note{border:1px solid var(--d);border-radius:6px;padding:8px 12px;background:var(--surface);font-weight:600}
ul{list-style:none;padding:0}
.plain a{display:inline-block;padding-block:6px}
svg{fill:currentColor;flex:none}
.s{width:12px;height:12px}
${states}
#skip:not(:focus){position:absolute;inset-inline-start:-9999px}
h3{font-size:16px;line-height:24px;font-weight:600}
h3 a{text-decoration:none}
h3 a:hover{text-decoration:underline}
.brand{display:flex;gap:12px;align-items:center}
.brand img{height:28px;width:auto;max-width:240px}
.i{padding:16px;border:1px solid var(--line);border-inline-start:4px solid currentColor;border-radius:6px;background:var(--surface);margin-block-end:12px;scroll-margin:16px}
.i>*{color:var(--ink)}
.i>.soft,.i .w,.i .small{color:var(--soft)}
.ups{list-style:none;padding:0;margin-block-start:8px}
.ups>li{padding-block:8px}
.ups>li+li{border-block-start:1px solid var(--line)}
.ups b{color:var(--ink);font-weight:600}
.md{max-width:68ch}
.md>*+*{margin-block-start:8px}
.md+.small{margin-block-start:4px}
.md :is(ul,ol){list-style:revert;padding-inline-start:20px}
.md :is(h3,h4,h5,h6){font-size:14px;line-height:20px;margin-block-start:16px}
.md pre{overflow-x:auto;white-space:pre-wrap}
.md blockquote{border-inline-start:2px solid var(--line);padding-inline-start:12px;color:var(--soft)}
.md table{border-collapse:collapse;display:block;overflow-x:auto}
.md :is(th,td){border:1px solid var(--line);padding:4px 8px;text-align:start}
.past>li{padding-block:12px;border-block-start:1px solid var(--line)}
.past h3{font-size:14px;line-height:20px}
footer nav{flex:1 1 100%}
footer [aria-current]{color:var(--ink);text-decoration:none;font-weight:600}
.now{border-block-start:1px solid var(--line);margin-block-end:24px}
.now li{display:flex;gap:12px;align-items:baseline;padding-block:8px;border-block-end:1px solid var(--line)}
.now .s{align-self:center}
.group{margin-block-start:24px}
.group>h2,.key{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline}
.group>h2{margin-block-end:8px;justify-content:space-between}
.group>h2 span{font-weight:400}
.key{padding-block-start:16px}
.key li{display:inline-flex;gap:6px;align-items:center}
.list{border:1px solid var(--line);border-radius:6px;background:var(--surface)}
.c{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:4px 16px;padding:12px 16px;position:relative;scroll-margin:16px}
.c+.c{border-block-start:1px solid var(--line)}
.c:target{outline:2px solid var(--link);outline-offset:-1px;border-radius:6px}
.c>*{min-width:0}
.n{font-size:14px;line-height:20px;font-weight:500}
.w{display:flex;gap:6px;align-items:center;font-size:13px;color:var(--soft)}
.w .s{width:10px;height:10px}
.up{text-align:end;font-weight:500}
.up .small{font-weight:400}
.by{grid-column:1/-1}
.days{grid-column:1/-1;padding-block:4px;touch-action:pan-y;cursor:default}
.b{display:block;width:100%;height:${barsHeight}px;overflow:visible}
.b path{stroke:currentColor;fill:none;stroke-dasharray:${barWidth} ${1 - barWidth}}
.b .u{stroke:url(#days)}
${lanes}
.v{position:absolute;inset-block-start:0;inset-inline-start:0;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
#tip{position:fixed;z-index:1;max-width:260px;padding:8px 12px;border:1px solid var(--line);border-radius:6px;background:var(--surface);
  box-shadow:0 4px 16px #0002;font-size:12px;line-height:16px;pointer-events:none}
#tip b{display:block}
main>p,section>p{max-width:68ch;padding-block:4px}
code{font:12px/16px "Geist Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
@media(min-width:720px){
  body{padding-inline:24px}
  .c{grid-template-columns:minmax(0,14fr) minmax(0,30fr) 72px;align-items:center;padding-block:8px}
  .days,.by{grid-column:2;grid-row:1}
  .key li:last-child{flex:1 1 auto;justify-content:end}
  .verdict{padding-block:32px 40px}
}
@media(max-width:480px){h1{font-size:20px;line-height:28px}.verdict svg{width:16px;height:16px;margin-block-start:6px}}
@media(forced-colors:active){.b path,svg{forced-color-adjust:none}}
[dir=rtl] .b{transform:scaleX(-1)}
[dir=auto]:is(h1,h2,h3,p,th){text-align:left}
[dir=rtl] :is(h1,h2,h3,.n,.brand,p[dir],th[dir]){text-align:right}
.md:dir(ltr){margin-right:auto}
.md:dir(rtl){margin-left:auto}
@media print{nav,footer,#tip,#skip{display:none}body{max-width:none}.c,.i{break-inside:avoid}h2,h3{break-after:avoid}*{print-color-adjust:exact}
.md a::after{content:" (" attr(href) ")"}}
`);

/** What only the pages of figures and months need, so that the page itself stays small. */
export const figuresStyle = compact(`
.cal{display:flex;flex-wrap:wrap;gap:16px 24px;padding:12px 16px}
.cal svg{width:132px;height:auto;display:block}
.cal path{stroke:currentColor;stroke-width:14;fill:none}
.cal .u{stroke:url(#hatch)}
.lat svg{width:100%;height:64px;display:block;overflow:visible}
.lat path{fill:none;stroke:var(--link);stroke-width:1.5;vector-effect:non-scaling-stroke}
.lat .f{stroke:none;fill:var(--link);opacity:.12}
.pager{display:flex;flex-wrap:wrap;gap:8px 24px;justify-content:space-between;margin-block-start:24px}
.months{display:flex;flex-wrap:wrap;gap:4px 16px}
table.t{width:100%;border-collapse:collapse;background:var(--surface)}
.t th,.t td{padding:8px 12px;border-block-end:1px solid var(--line);text-align:end;font-weight:400;height:36px}
.t th:first-child,.t td:first-child{text-align:start}
.t td{white-space:nowrap}
.t th{overflow-wrap:break-word;min-width:9ch}
.t thead th{color:var(--soft);font-size:12px;white-space:nowrap}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px}
.scroll tr:last-child>*{border-block-end:0}
.day{padding-block:12px;border-block-start:1px solid var(--line)}
.day li{display:flex;gap:8px;align-items:baseline;padding-block:2px}
[dir=rtl] :is(.cal svg,.lat svg){transform:scaleX(-1)}
@media(max-width:480px){.t{font-size:13px}.t th,.t td{padding-inline:6px}.t thead th{min-width:0}}
details>summary{cursor:pointer;padding-block:8px;display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between;font-weight:600}
details>summary::before{content:"▸";color:var(--soft);margin-inline-end:-8px}
details[open]>summary::before{content:"▾"}
summary>:nth-child(1){flex:1}
summary .w{font-weight:400}
.l{display:flex;flex-wrap:wrap;gap:0 12px;justify-content:space-between;padding:6px 16px;content-visibility:auto;contain-intrinsic-size:auto 32px}
.l+.l{border-block-start:1px solid var(--line)}
.l p:first-child{flex:1 1 12ch;min-width:0}
[hidden]{display:none!important}
#finder{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}
#find{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--soft);border-radius:6px;padding:8px 12px;flex:1 1 24ch;max-width:40ch}
#found{color:var(--soft);font-size:13px}
@media print{#finder{display:none}.day{break-inside:avoid}details::details-content{content-visibility:visible;block-size:auto}}
`);

/** What only forms need. */
export const formStyle = compact(`
textarea,select{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--soft);border-radius:6px;padding:8px;width:100%;max-width:100%}
textarea{font:12px/16px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;min-height:120px}
form{margin-block:12px;display:grid;gap:8px;max-width:68ch}
form button{justify-self:start;border:1px solid var(--soft);border-radius:6px;padding:8px 16px;color:var(--ink);text-decoration:none}
output{display:block;min-height:20px}
dt:has(+dd output:empty){display:none}
@media print{form{display:none}}
`);

function compact(css: string): string {
  return css.replace(/\n\s*/g, "").replace(/;}/g, "}");
}
