import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownToText, renderMarkdown } from "@/lib/render/markdown";

/** What people have hidden in Markdown; none of it may become anything but words. */
const hostile = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  '<iframe src="javascript:alert(1)"></iframe>',
  "<a href='javascript:alert(1)'>x</a>",
  "<details open ontoggle=alert(1)>",
  "<style>@import 'https://evil.example/x.css'</style>",
  "<base href=https://evil.example/>",
  "<form action=https://evil.example><input name=a></form>",
  "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "[a](javascript:alert(1))",
  "[a](JaVaScRiPt:alert(1))",
  "[a](java\tscript:alert(1))",
  "[a](&#106;avascript:alert(1))",
  "[a](javascript&colon;alert(1))",
  "[a](\u0001javascript:alert(1))",
  "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[a](vbscript:msgbox(1))",
  "[a](file:///etc/passwd)",
  "[a](//evil.example)",
  "[a](/status/demo)",
  "[a](#top)",
  "[a](https:evil)",
  "<javascript:alert(1)>",
  '<https://a.example/" onmouseover=alert(1)>',
  '[a](https://a.example "x\\" onmouseover=alert(1) y=\\"")',
  "[a]: javascript:alert(1)\n\n[a]",
  "![a](https://evil.example/pixel.png)",
  "![a](data:image/svg+xml,<svg/onload=alert(1)>)",
  "[![a](x)](javascript:alert(1))",
  "`<script>alert(1)</script>`",
  "```html onload=alert(1)\n<script>alert(1)</script>\n```",
  '```"><img src=x onerror=alert(1)>\nx\n```',
  "| <img src=x onerror=alert(1)> | b |\n|--|--|\n| [x](javascript:alert(1)) | <b onclick=alert(1)>y</b> |",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "<!--><img src=x onerror=alert(1)>-->",
  "<![CDATA[<img src=x onerror=alert(1)>]]>",
  "]]><script>alert(1)</script>",
];

const tags = new Set(
  "p br hr strong em s code pre blockquote ul ol li a span h3 h4 h5 h6 table thead tbody tr th td".split(" "),
);

/** Every tag with its attributes; throws at anything that looks like one and is not on the list. */
function expectHarmless(markup: string): void {
  for (const [whole, name = "", attributes = ""] of markup.matchAll(/<\/?([a-z0-9]*)([^>]*)>/gi)) {
    expect(tags.has(name), whole).toBe(true);
    expect(attributes.trim(), whole).toMatch(
      /^(\/|start="\d+"|href="(?:https?:\/\/|mailto:)[^"<>]*" rel="nofollow noopener")?$/i,
    );
  }
  expect(markup.replace(/<[^>]*>/g, "")).not.toContain("<");
}

describe("Markdown", () => {
  it("turns nothing hostile into markup", () => {
    for (const text of hostile) expectHarmless(renderMarkdown(text));
    expectHarmless(renderMarkdown(hostile.join("\n\n")));
    expectHarmless(renderMarkdown(hostile.join(" ")));
  });

  it("turns no mixture of marks into markup", () => {
    const pieces = fc.constantFrom(
      ...[
        "<",
        ">",
        '"',
        "'",
        "[",
        "](",
        ")",
        "`",
        "```",
        "\n",
        "&",
        "#",
        "!",
        "* ",
        "| ",
        "|--|",
        "javascript:",
      ],
      ...["https://a.example/", "a", " onload=", "<a href=", "<script", "\\", "_", "~~", "&#x3c;"],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) =>
        expectHarmless(renderMarkdown(parts.join(""))),
      ),
      { numRuns: 500 },
    );
  });

  it("writes what people mean by it", () => {
    expect(renderMarkdown("About **1 in 5** requests\nfail.")).toBe(
      "<p>About <strong>1 in 5</strong> requests<br />\nfail.</p>",
    );
    expect(renderMarkdown("# Causes\n\n1. a\n2. b")).toBe(
      "<h3>Causes</h3>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>",
    );
    expect(renderMarkdown("See https://status.example/x?a=1&b=2, or [write](mailto:help@example.com).")).toBe(
      '<p>See <a href="https://status.example/x?a=1&amp;b=2" rel="nofollow noopener">https://status.example/x?a=1&amp;b=2</a>, or <a href="mailto:help@example.com" rel="nofollow noopener">write</a>.</p>',
    );
    expect(renderMarkdown("We run deploy.sh again.")).toBe("<p>We run deploy.sh again.</p>");
    expect(renderMarkdown("")).toBe("");
  });

  it("gives headings an outline that skips no level, below the page's own two", () => {
    const outline = (text: string) =>
      [...renderMarkdown(text).matchAll(/<(h\d)>(\w)<\/\1>/g)].map(([, h]) => h);
    expect(outline("## a\n\n#### b\n\n## c")).toEqual(["h3", "h4", "h3"]);
    expect(outline("### a\n\n# b\n\n## c\n\n###### d\n\nb\n=")).toEqual(["h3", "h3", "h4", "h5", "h3"]);
    expect(outline("# a\n## b\n### c\n#### d\n##### e\n###### f").at(-1)).toBe("h6");
  });

  it("keeps the words of a link that leads nowhere", () => {
    expect(renderMarkdown("[our page](/status/demo)")).toBe("<p><span>our page</span></p>");
  });

  it("answers a long text in time", () => {
    const startedAt = performance.now();
    for (const text of ["[".repeat(20_000), "*a ".repeat(10_000), "> ".repeat(10_000), "`".repeat(20_000)])
      renderMarkdown(text);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe("Markdown as plain text", () => {
  it("keeps words, lists and where links lead", () => {
    expect(
      markdownToText(
        "# Causes\n\nA **full** disk on `db-1`.\nSee [the graph](https://g.example/1).\n\n- one\n- two\n  1. a\n  2. b\n\n<b>raw</b>",
      ),
    ).toBe(
      "Causes\n\nA full disk on db-1.\nSee the graph (https://g.example/1).\n\n- one\n- two\n  1. a\n  2. b\n\n<b>raw</b>",
    );
  });

  it("tells an address once", () => {
    expect(markdownToText("https://a.example/x and [b@c.example](mailto:b@c.example)")).toBe(
      "https://a.example/x and b@c.example",
    );
  });
});
