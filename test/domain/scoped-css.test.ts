import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scopeCss } from "@/lib/domain/scoped-css";

const scoped = (css: string) => scopeCss(css, "#page").css;

describe("a page's own CSS", () => {
  it("reaches only what stands inside of the page", () => {
    expect(scoped("h1, .verdict > p{color:#123456;margin:0 8px}")).toBe(
      "#page h1,#page .verdict > p{color:#123456;margin:0 8px}",
    );
    expect(scoped("@media (min-width: 720px) { a:hover { color: rgb(1, 2, 3) } }")).toBe(
      "@media (min-width: 720px){#page a:hover{color: rgb(1, 2, 3)}}",
    );
    expect(scoped("/* nothing */")).toBe("");
  });

  it.each([
    "@import 'https://evil.example/x.css';",
    "@import url(//evil.example/x.css);h1{color:red}",
    "h1{background:url(https://evil.example/pixel)}",
    "h1{background-image:image-set('https://evil.example/a' 1x)}",
    "h1{background:u\\72l(https://evil.example/a)}",
    "h1{background:URL(x)}",
    "h1{position:fixed}",
    "h1{position:absolute;inset:0}",
    "h1{transform:translate(-100px)}",
    "h1{margin-left:-500px}",
    "h1{margin:calc(0px - 500px)}",
    "h1{z-index:9}",
    "html{display:none}",
    "body h1{color:red}",
    ":root{--ink:#fff}",
    "h1{color:red}}html{display:none}",
    "~ .note{display:none}",
    "+ *{display:none}",
    "h1:has(a){color:red}",
    ":is(html){color:red}",
    "h1{color:red",
    "@font-face{font-family:x;src:url(x)}",
    "@media screen{@media print{h1{color:red}}}",
    "@supports (color:red){h1{color:red}}",
    "@keyframes x{from{color:red}}",
    "</style><script>alert(1)</script>",
    "h1{content:'</style>'}",
    "h1{color:expression(alert(1))}",
    "h1{behavior:url(x)}",
    "h1{-moz-binding:url(x)}",
    "a[href^='x']{color:red}/* */ html{color:red}",
    "h1{color:red;/*}*/}body{display:none}",
  ])("refuses what could escape, fetch or cover: %s", (css) => {
    const read = scopeCss(css, "#page");
    expect(read.css).toBeNull();
    expect(read.complaint).toMatch(/\w/);
  });

  it("refuses or scopes whatever is thrown at it", () => {
    const piece = fc.constantFrom(
      ..."{ } ; : , / * @ ( ) \" ' \\ > ~ + h1 .a #b html body :root @media @import url( color red /* */ screen print".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const css = scopeCss(pieces.join(" "), "#page").css;
        if (css === null) return;
        expect(css).not.toMatch(/url\(|@import|\\|</i);
        for (const selector of css.replace(/@media [^{]*\{/g, "").match(/[^{}]+(?=\{)/g) ?? [])
          for (const each of selector.split(",")) expect(each.startsWith("#page ")).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
