import type { TenantTx } from "@/db/client";
import { type PageRow, provenHosts } from "@/db/queries/page";
import { logoOf } from "@/lib/domain/page-theme";
import {
  correctedPalette,
  darkPalette,
  lightPalette,
  type Palette,
  type ThemePalette,
} from "@/lib/domain/palette";
import type { MailPage, MailPalette } from "@/lib/domain/told";
import { env } from "@/lib/env";

/** A page as its mails show it. */
export async function pageAppearance(tx: TenantTx, page: PageRow): Promise<MailPage> {
  const { id, name, theme } = page;
  return {
    ...{ id, name, url: await readableAt(tx, page), mode: theme.mode, logo: logoIn(page) },
    ...coloursOf(theme),
  };
}

const logoHeight = 28;
const logoWidthMax = 280;

/** Mail programs fetch it without a pass, so that of a closed page there is none. */
function logoIn({ theme, access }: PageRow): MailPage["logo"] {
  const logo = access.mode === "public" ? logoOf(theme) : null;
  if (logo === null) return null;
  const width = Math.max(1, Math.round((logo.width / logo.height) * logoHeight));
  if (width <= logoWidthMax) return { width, height: logoHeight };
  return { width: logoWidthMax, height: Math.max(1, Math.round((logo.height / logo.width) * logoWidthMax)) };
}

/** The page's own colours, corrected so that they can be read (UI.md). */
function coloursOf({ light, dark }: PageRow["theme"]): Pick<MailPage, "light" | "dark"> {
  return {
    light: mailPalette(light, lightPalette),
    dark: mailPalette(dark, darkPalette),
  };
}

function mailPalette(wished: ThemePalette, plain: Palette): MailPalette {
  const { ground, ink, soft, line, link } = correctedPalette(wished, plain);
  return { ground, ink, soft, line, link, action: wished.accent === null ? ink : link };
}

/** Where a page can be read now, for whoever has but one page. */
export async function readableAt(tx: TenantTx, page: PageRow): Promise<string> {
  return pageAddress(page, await provenHosts(tx, [page.id]), env().publicUrl);
}

/**
 * Where a page can be read now: its own domain only once that was proven (RULES R6.6), else by slug. Until then the
 * domain may be a stranger's, and no link of ours leads to it. `hosts` are the proven ones by page.
 */
export function pageAddress(
  { id, slug }: Pick<PageRow, "id" | "slug">,
  hosts: ReadonlyMap<string, string>,
  publicUrl: string,
): string {
  const host = hosts.get(id);
  return host === undefined ? `${publicUrl}/status/${slug}` : `https://${host}`;
}
