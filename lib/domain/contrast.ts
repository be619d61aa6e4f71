/** A colour as "#rrggbb", the only way colours are written here. */
export type Color = string;

export const colorPattern = /^#[0-9a-f]{6}$/i;

/** What text needs on its ground, and what shapes and bars need (WCAG 2.2 AA; UI.md). */
export const textContrast = 4.5;
export const shapeContrast = 3;

type Channels = readonly [red: number, green: number, blue: number];

const black: Channels = [0, 0, 0];
const white: Channels = [255, 255, 255];

/** How far apart two colours are, 1 (the same) to 21 (black and white), as WCAG counts. */
export function contrastOf(a: Color, b: Color): number {
  return ratioOf(channelsOf(a), channelsOf(b));
}

/**
 * `color` itself when it stands out enough on `ground`, else the nearest to it on the way to black or to white that
 * does. There always is one up to 4.58 to 1: whatever the ground, black or white is that far from it.
 */
export function standingOut(color: Color, ground: Color, least: number): Color {
  const [from, on] = [channelsOf(color), channelsOf(ground)];
  if (ratioOf(from, on) >= least) return color.toLowerCase();
  const found = [black, white].flatMap((to) => nearest(from, to, on, least) ?? []);
  const [best] = found.sort((a, b) => a.share - b.share);
  return textOf(best?.color ?? (ratioOf(black, on) > ratioOf(white, on) ? black : white));
}

/** `share` of `other` in `color`: 0 is `color`, 1 is `other`. */
export function mixed(color: Color, other: Color, share: number): Color {
  return textOf(mix(channelsOf(color), channelsOf(other), share));
}

/** Whether a ground is dark: whether white stands out on it more than black does. */
export function isDark(ground: Color): boolean {
  return ratioOf(white, channelsOf(ground)) > ratioOf(black, channelsOf(ground));
}

const steps = 256;

/** The least mixture with `to` that stands out; the contrast grows on this way once it does. */
function nearest(
  from: Channels,
  to: Channels,
  ground: Channels,
  least: number,
): { color: Channels; share: number } | null {
  for (let step = 1; step <= steps; step += 1) {
    const color = mix(from, to, step / steps);
    if (ratioOf(color, ground) >= least) return { color, share: step / steps };
  }
  return null;
}

function ratioOf(a: Channels, b: Channels): number {
  const [lighter = 0, darker = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf([red, green, blue]: Channels): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function mix(a: Channels, b: Channels, share: number): Channels {
  const one = (from: number, to: number) => Math.round(from + (to - from) * share);
  return [one(a[0], b[0]), one(a[1], b[1]), one(a[2], b[2])];
}

function channelsOf(color: Color): Channels {
  const number = Number.parseInt(color.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

function textOf([red, green, blue]: Channels): Color {
  return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
