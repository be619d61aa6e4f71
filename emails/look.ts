import { isDark, standingOut, textContrast } from "@/lib/domain/contrast";
import { darkPalette, lightPalette } from "@/lib/domain/palette";
import { type State, states } from "@/lib/domain/state";
import type { MailPage, MailPalette } from "@/lib/domain/told";

/** What mails look like that speak for no page. */
export const plainLook: Pick<MailPage, "mode" | "logo" | "light" | "dark"> = {
  mode: "auto",
  logo: null,
  light: {
    ground: "#fafaf9",
    ink: "#1c1917",
    soft: "#57534e",
    line: "#e4e2df",
    link: "#1f4fd8",
    action: "#1c1917",
  },
  dark: {
    ground: "#100f0e",
    ink: "#f2f0ed",
    soft: "#b5afa8",
    line: "#2c2a28",
    link: "#8fb0ff",
    action: "#f2f0ed",
  },
};

/** The colours a mail is drawn with before anybody's dark mode. */
export function paletteOf({ mode, light, dark }: Pick<MailPage, "mode" | "light" | "dark">): MailPalette {
  return mode === "dark" ? dark : light;
}

/** The colour of a state's shape and word, moved until it can be read on the ground (UI.md "Language of states"). */
export function stateColour(ground: string, state: State): string {
  return standingOut((isDark(ground) ? darkPalette : lightPalette).states[state], ground, textContrast);
}

const stateRules = (ground: string) =>
  states.map((state) => `\n.${state} { color: ${stateColour(ground, state)} !important; }`).join("");

const rules = ({ ground, ink, soft, line, link, action }: MailPalette) => `
.ground { background-color: ${ground} !important; }
.ink, .words, .words * { color: ${ink} !important; }
.ink-2 { color: ${soft} !important; }
.line { border-color: ${line} !important; }
.link, .words a { color: ${link} !important; }
.action { background-color: ${action} !important; color: ${ground} !important; }${stateRules(ground)}`;

/** Spacing of the words people wrote, which bring no styles of their own. */
const words = `
.words p, .words ul, .words ol, .words pre, .words blockquote, .words table { margin: 0 0 12px; }
.words h3, .words h4, .words h5, .words h6 { margin: 16px 0 8px; font-size: 14px; line-height: 20px; }
.words code, .words pre { font-family: 'Geist Mono', ui-monospace, Menlo, Consolas, monospace; font-size: 13px; }
.words pre { white-space: pre-wrap; }
.words td, .words th { padding: 2px 12px 2px 0; text-align: start; }`;

/**
 * The few rules that inline styles cannot say. Mail programs that drop them show the first colours; those that invert
 * colours by themselves find a mail that says it knows both.
 */
export function styleOf(look: Pick<MailPage, "mode" | "light" | "dark">): string {
  const scheme = look.mode === "auto" ? "light dark" : look.mode;
  const head = `:root { color-scheme: ${scheme}; supported-color-schemes: ${scheme}; }${words}
.words a { color: ${paletteOf(look).link}; }`;
  if (look.mode !== "auto") return `${head}${rules(paletteOf(look))}`;
  return `${head}\n@media (prefers-color-scheme: dark) {${rules(look.dark)}\n}`;
}
