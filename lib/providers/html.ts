const entities: Record<string, string> = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", ndash: "–", mdash: "—", hellip: "…",
  rsquo: "’", lsquo: "‘", rdquo: "”", ldquo: "“", middot: "·", bull: "•",
}; // biome-ignore format: a table reads best as a table

/** Text with its character references replaced once; unknown ones stay as they are. */
export function unescapeOnce(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});/g, (whole, name: string) => {
    if (!name.startsWith("#")) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
    const code = /^#[xX]/.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : "";
  });
}

/** The words of an HTML fragment: breaks and blocks become line ends, every other tag disappears. */
export function plainText(html: string): string {
  let text = "";
  let from = 0;
  while (from < html.length) {
    const open = html.indexOf("<", from);
    const close = open < 0 ? -1 : html.indexOf(">", open);
    if (close < 0) break;
    const tag = html.slice(open + 1, Math.min(close, open + 12));
    text += html.slice(from, open) + (/^\/?(?:br|p|div|li|ul|h[1-6]|hr|tr)\b/i.test(tag) ? "\n" : "");
    from = close + 1;
  }
  return unescapeOnce(text + html.slice(from));
}
