import { z } from "zod";
import { colorPattern } from "./contrast";
import { type Raster, rasterOf } from "./raster";
import { scopeCss } from "./scoped-css";

/** What custom CSS may reach: all of a page but its frame and the note that it is old. */
export const themeScope = "#page";

const colorInput = z
  .string()
  .regex(colorPattern, "must be a colour such as #1f4fd8")
  .transform((color) => color.toLowerCase())
  .nullable()
  .default(null);

const paletteInput = z
  .strictObject({ ground: colorInput, ink: colorInput, accent: colorInput })
  .default({ ground: null, ink: null, accent: null });

const base64Length = (bytes: number) => Math.ceil(bytes / 3) * 4 + 40;

function pictureInput(bytesMax: number) {
  return z
    .string()
    .max(base64Length(bytesMax), `must be a picture of at most ${bytesMax / 1_024} KB`)
    .refine(
      (address) => rasterOf(address) !== null,
      "must be a PNG, JPEG or WebP as a data: address, at most 2048 pixels wide and high; SVG is not taken",
    )
    .nullable()
    .default(null);
}

const cssInput = z
  .string()
  .transform((text) => text.trim())
  .superRefine((text, context) => {
    const { complaint } = scopeCss(text, themeScope);
    if (complaint !== null) context.addIssue({ code: "custom", message: complaint });
  })
  .nullable()
  .default(null)
  .transform((text) => (text === "" ? null : text));

/** How a page looks. Colours are wishes: what could not be read is corrected (UI.md "Language of states"). */
export const themeInput = z
  .strictObject({
    mode: z.enum(["auto", "light", "dark"]).default("auto"),
    light: paletteInput,
    dark: paletteInput,
    logo: pictureInput(32 * 1_024),
    favicon: pictureInput(8 * 1_024),
    css: cssInput,
  })
  .meta({ id: "PageTheme" });
export type PageTheme = z.output<typeof themeInput>;

/** A theme that wishes for nothing; what pages of before themes have. */
export const plainTheme: PageTheme = themeInput.parse({});

export function logoOf({ logo }: PageTheme): Raster | null {
  return logo === null ? null : rasterOf(logo);
}

export function faviconOf({ favicon }: PageTheme): Raster | null {
  return favicon === null ? null : rasterOf(favicon);
}
