/** CSS of a page's owner, read and written anew so that it reaches only what stands inside of `scope`. */
export type ScopedCss = { css: string; complaint: null } | { css: null; complaint: string };

/** A media query that may stand around rules: what a reader's device is, nothing that fetches. */
const mediaPattern =
  /^(?:print|screen|\((?:prefers-color-scheme:\s*(?:dark|light)|prefers-reduced-motion:\s*reduce|(?:min|max)-width:\s*\d{1,5}px)\))(?:\s+and\s+\((?:min|max)-width:\s*\d{1,5}px\))*$/i;

/** One condition on an element. Neither escapes nor `:root`, `:has` and their like, which look outside. */
const condition =
  /(?:[.#][a-z_][a-z0-9_-]*|\[[a-z-]+(?:[~|^$*]?="[a-z0-9 _-]*")?\]|::?(?:hover|focus|focus-visible|active|visited|link|first-child|last-child|nth-child\((?:\d+|odd|even|\d*n(?:\+\d+)?)\)|before|after|first-letter|marker|target|empty))/
    .source;
const compound = `(?:(?:\\*|[a-z][a-z0-9-]*)${condition}*|${condition}+)`;
/**
 * Elements and what joins them. A name is followed by something that cannot be part of one, so there is one way to
 * read a selector and the time it takes grows with its length alone.
 */
const selectorPattern = new RegExp(`^${compound}(?:(?: ?[>+~] ?| )${compound})*$`, "i");
/** Outside of the scope by their nature: nothing in a page is inside of them and in the scope too. */
const outsiders = /(?:^|[\s>+~])(?:html|body|head|script|style)(?![a-z0-9_-])/i;

const properties = new Set(
  [
    ...["color", "background", "background-color", "background-image", "opacity", "box-shadow", "outline"],
    ...[
      "outline-offset",
      "outline-color",
      "border-radius",
      "border-collapse",
      "border-spacing",
      "accent-color",
    ],
    ...[
      "font",
      "font-family",
      "font-size",
      "font-style",
      "font-weight",
      "font-variant-numeric",
      "line-height",
    ],
    ...["letter-spacing", "word-spacing", "text-align", "text-transform", "text-decoration", "text-shadow"],
    ...["text-decoration-color", "text-underline-offset", "text-wrap", "white-space", "hyphens"],
    ...[
      "width",
      "max-width",
      "min-width",
      "height",
      "max-height",
      "min-height",
      "gap",
      "row-gap",
      "column-gap",
    ],
    ...["display", "flex", "flex-wrap", "flex-direction", "align-items", "justify-content", "order"],
    ...["grid-template-columns", "list-style", "fill", "stroke", "content", "vertical-align"],
    ...["padding", "margin", "border"].flatMap((name) => [
      name,
      ...["top", "right", "bottom", "left", "inline", "block", "inline-start", "inline-end"].map(
        (side) => `${name}-${side}`,
      ),
      ...["block-start", "block-end"].map((side) => `${name}-${side}`),
    ]),
    ...["color", "style", "width"].map((part) => `border-${part}`),
  ].map((name) => name),
);

const functions = new Set(
  "rgb rgba hsl hsla hwb oklch oklab lab lch color-mix var calc min max clamp linear-gradient radial-gradient repeat minmax".split(
    " ",
  ),
);

const bytesMax = 8_000;

/**
 * Every selector stands behind `scope`; nothing is fetched, nothing imported, nothing placed outside of its box. The
 * first thing that is not understood refuses the whole: what we do not understand we do not send to readers.
 */
export function scopeCss(text: string, scope: string): ScopedCss {
  if (text.length > bytesMax) return refuse(`is longer than ${bytesMax} characters`);
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, " ");
  const strange = /[\\<]|\/\*|[^\n\t\r\x20-\x7e]/.exec(bare)?.[0];
  if (strange !== undefined) return refuse(`holds "${strange}", which is not allowed here`);
  return readRules(bare, scope, true);
}

function refuse(complaint: string): ScopedCss {
  return { css: null, complaint };
}

/** Rules one after the other; `mayNest` is false inside of a media query. */
function readRules(text: string, scope: string, mayNest: boolean): ScopedCss {
  let css = "";
  let rest = text.trim();
  while (rest !== "") {
    const open = rest.indexOf("{");
    if (open < 0) return refuse(`ends with "${brief(rest)}", which is no rule`);
    const close = endOfBlock(rest, open);
    if (close < 0) return refuse(`has a block after "${brief(rest)}" that does not end`);
    const [head, body] = [rest.slice(0, open).trim(), rest.slice(open + 1, close)];
    const read = head.startsWith("@") ? readMedia(head, body, scope, mayNest) : readRule(head, body, scope);
    if (read.css === null) return read;
    css += read.css;
    rest = rest.slice(close + 1).trim();
  }
  return { css, complaint: null };
}

function endOfBlock(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function readMedia(head: string, body: string, scope: string, mayNest: boolean): ScopedCss {
  const query = /^@media\s+(.+)$/is.exec(head)?.[1]?.trim().replace(/\s+/g, " ");
  if (!mayNest || query === undefined || !mediaPattern.test(query))
    return refuse(
      `holds "${brief(head)}"; only @media with a width, a colour scheme, screen or print is allowed`,
    );
  const inner = readRules(body, scope, false);
  return inner.css === null ? inner : { css: `@media ${query}{${inner.css}}`, complaint: null };
}

function readRule(head: string, body: string, scope: string): ScopedCss {
  const selectors = head.split(",").map((each) => each.trim().replace(/\s+/g, " "));
  const wrong = selectors.find(
    (each) => !selectorPattern.test(each) || outsiders.test(each) || /[>+~]$/.test(each),
  );
  if (wrong !== undefined) return refuse(`has the selector "${brief(wrong)}", which is not allowed here`);
  const declared: string[] = [];
  for (const declaration of body.split(";").map((each) => each.trim())) {
    if (declaration === "") continue;
    const complaint = declarationComplaint(declaration);
    if (complaint !== null) return refuse(complaint);
    declared.push(declaration.replace(/\s+/g, " "));
  }
  return {
    css: `${selectors.map((each) => `${scope} ${each}`).join(",")}{${declared.join(";")}}`,
    complaint: null,
  };
}

function declarationComplaint(declaration: string): string | null {
  const [, name = "", value = ""] = /^([a-z-]+)\s*:\s*(.+)$/is.exec(declaration) ?? [];
  const isOwn = /^--[a-z][a-z0-9-]*$/i.test(name);
  if (!isOwn && !properties.has(name.toLowerCase()))
    return `sets "${brief(name || declaration)}", which is not allowed here`;
  if (!/^[a-z0-9\s#%.,()+*/"'!-]*$/i.test(value))
    return `has the value "${brief(value)}", which is not allowed here`;
  if ((value.match(/["']/g)?.length ?? 0) % 2 > 0)
    return `has the value "${brief(value)}", whose quotes do not end`;
  const called = [...value.matchAll(/([a-z-]*)\s*\(/gi)].map(([, each = ""]) => each.toLowerCase());
  const forbidden = called.find((each) => each !== "" && !functions.has(each));
  if (forbidden !== undefined) return `calls "${forbidden}()", which is not allowed here`;
  // A negative margin is how a box leaves its place.
  return name.toLowerCase().startsWith("margin") && value.includes("-") && !/^[^-]*auto/.test(value)
    ? `gives "${brief(name)}" a negative value, which is not allowed here`
    : null;
}

function brief(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
