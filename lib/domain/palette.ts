import { type Color, isDark, mixed, shapeContrast, standingOut, textContrast } from "./contrast";
import type { State } from "./state";

/** Colours that an owner wishes for; null leaves one as it is. */
export type ThemePalette = { ground: Color | null; ink: Color | null; accent: Color | null };

/** Every colour a page is drawn with. */
export type Palette = {
  ground: Color;
  surface: Color;
  line: Color;
  ink: Color;
  soft: Color;
  link: Color;
  states: Record<State, Color>;
};

export const lightPalette: Palette = {
  ground: "#fafaf9",
  surface: "#ffffff",
  line: "#e4e2df",
  ink: "#1c1917",
  soft: "#57534e",
  link: "#1f4fd8",
  states: {
    operational: "#15803d",
    degraded_performance: "#a16207",
    partial_outage: "#c2410c",
    major_outage: "#b91c1c",
    under_maintenance: "#1d4ed8",
    unknown: "#57534e",
  },
};

export const darkPalette: Palette = {
  ground: "#100f0e",
  surface: "#181716",
  line: "#2c2a28",
  ink: "#f2f0ed",
  soft: "#b5afa8",
  link: "#8fb0ff",
  states: {
    operational: "#4ade80",
    degraded_performance: "#facc15",
    partial_outage: "#fb923c",
    major_outage: "#f87171",
    under_maintenance: "#60a5fa",
    unknown: "#a8a29e",
  },
};

/**
 * The palette a page is drawn with: what was wished for, and everything that would not stand out on the wished ground
 * moved until it does - text to 4.5 to 1, shapes and bars to 3 to 1.
 */
export function correctedPalette(wished: ThemePalette, plain: Palette): Palette {
  const ground = wished.ground ?? plain.ground;
  if (wished.ground === null && wished.ink === null && wished.accent === null) return plain;
  const readable = (color: Color) => standingOut(color, ground, textContrast);
  const ink = readable(wished.ink ?? (isDark(ground) === isDark(plain.ground) ? plain.ink : inkOn(ground)));
  const visible = (color: Color) => standingOut(color, ground, shapeContrast);
  return {
    ground,
    // One ground under everything that is corrected, so that one correction is right everywhere.
    surface: wished.ground === null ? plain.ground : ground,
    line: mixed(ground, ink, 0.15),
    ink,
    soft: readable(mixed(ink, ground, 0.3)),
    link: readable(wished.accent ?? plain.link),
    states: Object.fromEntries(
      Object.entries(plain.states).map(([state, color]) => [state, visible(color)]),
    ) as Palette["states"],
  };
}

function inkOn(ground: Color): Color {
  return isDark(ground) ? darkPalette.ink : lightPalette.ink;
}
