import type { State } from "@/lib/domain/state";
import { html } from "./markup";
import { stateColors } from "./state-shapes";

/** Rough width of a text at 11 px in the badge's face; `textLength` makes it exact wherever it is drawn. */
function widthOf(text: string): number {
  return Math.ceil([...text].reduce((sum, character) => sum + (character > "\u2e80" ? 11 : 6.6), 0));
}

/** A badge: who, and how they are. White on the state's colour, at least 4.5 to 1. */
export function renderBadge(label: string, word: string, state: State): string {
  const [left, right] = [widthOf(label), widthOf(word)];
  const [middle, width] = [left + 16, left + right + 32];
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${word}"><title>${label}: ${word}</title><rect width="${width}" height="20" rx="3" fill="#292524"/><path d="M${middle} 0H${width - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${middle}z" fill="${stateColors[state]}"/><g fill="#fff" font-family="Geist,Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="8" y="14" textLength="${left}">${label}</text><text x="${middle + 8}" y="14" textLength="${right}">${word}</text></g></svg>
`.text;
}
