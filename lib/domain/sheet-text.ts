/** Begins like a formula, also after spaces and quotes and in full width. */
const formula = /^[\s"'\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]|^[\t\r]/;

/** What people wrote, so that no spreadsheet computes it. */
export function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** What somebody wrote before `harmless` marked it. */
export function asWritten(text: string): string {
  return text.startsWith("'") && formula.test(text.slice(1)) ? text.slice(1) : text;
}
