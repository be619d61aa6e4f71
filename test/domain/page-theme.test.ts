import { describe, expect, it } from "vitest";
import { directionOf, preferredLocale } from "@/lib/domain/locale";
import { logoOf, themeInput } from "@/lib/domain/page-theme";

/** One red pixel. */
const png =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const complaints = (theme: unknown) =>
  themeInput.safeParse(theme).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("a theme", () => {
  it("takes a small raster and knows its size", () => {
    expect(logoOf(themeInput.parse({ logo: png }))).toMatchObject({
      contentType: "image/png",
      width: 1,
      height: 1,
    });
  });

  it.each([
    ["an SVG", `data:image/svg+xml;base64,${btoa("<svg onload=alert(1)>")}`],
    ["an SVG called PNG", `data:image/png;base64,${btoa("<svg onload=alert(1)>")}`],
    ["an address", "https://evil.example/logo.png"],
    ["a page", `data:text/html;base64,${btoa("<script>alert(1)</script>")}`],
    ["what is too large", `data:image/png;base64,${"A".repeat(60_000)}`],
  ])("refuses %s as a logo", (_, logo) => {
    expect(complaints({ logo })).toContain("logo");
  });

  it("says which field is wrong", () => {
    expect(complaints({ light: { ground: "red" }, css: "html{color:red}" })).toEqual(["light.ground", "css"]);
  });
});

describe("a reader's language", () => {
  const offered = ["en", "de", "pt-BR", "zh-CN", "ar"];
  it.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["fr,ar;q=0.5", "ar"],
    ["pt-PT", "pt-BR"],
    ["zh", "zh-CN"],
    ["en;q=0.1,de;q=0.2", "de"],
    ["de;q=0,en", "en"],
    ["*", "en"],
    ["fr, ja", null],
    ["", null],
    [";;;q=x,,", null],
  ])("is read out of %s", (header, locale) => {
    expect(preferredLocale(header, offered)).toBe(locale);
  });

  it("runs from right to left in Arabic alone", () => {
    expect(offered.map((locale) => directionOf(locale as "en"))).toEqual(["ltr", "ltr", "ltr", "ltr", "rtl"]);
  });
});
