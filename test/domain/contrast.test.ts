import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrastOf, mixed, shapeContrast, standingOut, textContrast } from "@/lib/domain/contrast";
import { correctedPalette, darkPalette, lightPalette } from "@/lib/domain/palette";

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, "0")}`);
const wish = fc.option(color, { nil: null });
const palette = fc.record({ ground: wish, ink: wish, accent: wish });

describe("contrast", () => {
  it("counts as WCAG does", () => {
    expect(contrastOf("#000000", "#ffffff")).toBe(21);
    expect(contrastOf("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
    expect(contrastOf("#123456", "#123456")).toBe(1);
  });

  it("corrects any colour on any ground until it can be read, and leaves alone what can", () => {
    fc.assert(
      fc.property(color, color, (text, ground) => {
        const corrected = standingOut(text, ground, textContrast);
        expect(contrastOf(corrected, ground)).toBeGreaterThanOrEqual(textContrast);
        if (contrastOf(text, ground) >= textContrast) expect(corrected).toBe(text);
      }),
    );
  });

  it("moves a colour no farther than it must", () => {
    expect(standingOut("#777777", "#ffffff", textContrast)).toBe("#767676");
    expect(mixed("#000000", "#ffffff", 0.5)).toBe("#808080");
  });
});

describe("a page's palette", () => {
  it("is readable whatever was wished for: text to 4.5 to 1, shapes and bars to 3 to 1", () => {
    fc.assert(
      fc.property(palette, fc.constantFrom(lightPalette, darkPalette), (wished, plain) => {
        const { ground, surface, ink, soft, link, states } = correctedPalette(wished, plain);
        for (const text of [ink, soft, link])
          for (const on of [ground, surface])
            expect(contrastOf(text, on)).toBeGreaterThanOrEqual(textContrast);
        for (const shape of Object.values(states))
          expect(contrastOf(shape, ground)).toBeGreaterThanOrEqual(shapeContrast);
      }),
    );
  });

  it("is ours where nothing was wished for", () => {
    const nothing = { ground: null, ink: null, accent: null };
    expect(correctedPalette(nothing, lightPalette)).toBe(lightPalette);
  });
});
