import MarkdownIt from "markdown-it";
import sanitizeHtml from "sanitize-html";

/** What people write in updates and postmortems: no raw HTML, no images, an Enter is a new line. */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable("image");
// Only what is written as an address is one: a file name such as "deploy.sh" is none.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** A page's own two levels of headings stand above those of a text on it, which skip none, however it was written. */
markdown.core.ruler.push("outline", ({ tokens }) => {
  const above: string[] = [];
  for (const token of tokens) {
    if (token.type === "heading_open") {
      while ((above.at(-1) ?? "") >= token.tag) above.pop();
      above.push(token.tag);
    }
    if (token.type.startsWith("heading_")) token.tag = `h${Math.min(above.length + 2, 6)}`;
  }
});

const sanitizing: sanitizeHtml.IOptions = {
  allowedTags: [
    ...["p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span"],
    ...["h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"],
  ],
  allowedAttributes: { a: ["href", "rel"], ol: ["start"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  transformTags: {
    // A link is read on pages, in mails and in feeds, so only an absolute one leads anywhere; others stay as words.
    a: (_, { href = "" }) =>
      isAbsolute(href)
        ? { tagName: "a", attribs: { href, rel: "nofollow noopener" } }
        : { tagName: "span", attribs: {} },
  },
};

/** Markdown that anybody may have written, as HTML that is safe on any page, in any mail and in any feed. */
export function renderMarkdown(text: string): string {
  return sanitizeHtml(markdown.render(text), sanitizing).trim();
}

/** The same words for readers of plain text; a link is told after its words. */
export function markdownToText(text: string): string {
  const written: Writer = { lines: "", lists: [] };
  for (const token of markdown.parse(text, {})) writeToken(token, written);
  return written.lines.replace(/\n{3,}/g, "\n\n").trim();
}

/** The beginning of the same words as one line, cut between two of them. */
export function markdownExcerpt(text: string, lengthMax: number): string {
  const line = markdownToText(text).replace(/\s+/g, " ");
  if (line.length <= lengthMax) return line;
  return `${line.slice(0, lengthMax).replace(/\s+\S*$/u, "")} …`;
}

function isAbsolute(href: string): boolean {
  if (/^mailto:[^\s]+@/i.test(href)) return true;
  return /^https?:\/\//i.test(href) && URL.canParse(href);
}

type Token = ReturnType<(typeof markdown)["parse"]>[number];
/** `lists` holds the next number of each list around, or null where it has bullets. */
type Writer = { lines: string; lists: (number | null)[] };

function writeToken(token: Token, written: Writer): void {
  const { type, content } = token;
  if (type === "inline") written.lines += inlineText(token.children ?? []);
  else if (type === "fence" || type === "code_block") written.lines += `${content.trimEnd()}\n\n`;
  else if (type === "ordered_list_open") written.lists.push(Number(token.attrGet("start") ?? 1));
  else if (type === "bullet_list_open") written.lists.push(null);
  else if (type === "list_item_open") written.lines += bulletOf(written.lists);
  else if (type === "td_close" || type === "th_close") written.lines += "  ";
  else if (type === "tr_close") written.lines = `${written.lines.trimEnd()}\n`;
  else if (type === "hr") written.lines += "---\n\n";
  else if (/^(ordered|bullet)_list_close$/.test(type)) endList(written);
  else if (/^(paragraph|heading)_close$/.test(type))
    written.lines += written.lists.length > 0 ? "\n" : "\n\n";
}

/** The bullet or number of the next item; a list in a list is set in. */
function bulletOf(lists: (number | null)[]): string {
  const indent = "  ".repeat(Math.max(0, lists.length - 1));
  const number = lists.at(-1) ?? null;
  if (number === null) return `${indent}- `;
  lists[lists.length - 1] = number + 1;
  return `${indent}${number}. `;
}

function endList(written: Writer): void {
  written.lists.pop();
  if (written.lists.length === 0) written.lines += "\n";
}

function inlineText(tokens: readonly Token[]): string {
  let text = "";
  let link: { href: string; from: number } | null = null;
  for (const token of tokens) {
    if (token.type === "softbreak" || token.type === "hardbreak") text += "\n";
    else if (token.type === "link_open")
      link = { href: String(token.attrGet("href") ?? ""), from: text.length };
    else if (token.type === "link_close" && link !== null) {
      const words = text.slice(link.from);
      if (isAbsolute(link.href) && !link.href.endsWith(words)) text += ` (${link.href})`;
      link = null;
    } else text += token.content;
  }
  return text;
}
