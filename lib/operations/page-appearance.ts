import type { TenantTx } from "@/db/client";
import { findAddress, type PageRow } from "@/db/queries/page";
import { correctedPalette, darkPalette, lightPalette, type Palette } from "@/lib/domain/palette";
import type { MailPage, MailPalette } from "@/lib/domain/told";
import { env } from "@/lib/env";

/** A page as its mails show it. */
export async function pageAppearance(tx: TenantTx, page: PageRow): Promise<MailPage> {
  const { id, name, theme } = page;
  return { id, name, url: await readableAt(tx, page), mode: theme.mode, ...coloursOf(theme) };
}

/** The page's own colours, corrected so that they can be read (UI.md). */
function coloursOf({ light, dark }: PageRow["theme"]): Pick<MailPage, "light" | "dark"> {
  return {
    light: mailPalette(correctedPalette(light, lightPalette)),
    dark: mailPalette(correctedPalette(dark, darkPalette)),
  };
}

function mailPalette({ ground, ink, soft, line, link }: Palette): MailPalette {
  return { ground, ink, soft, line, link };
}

/** Where a page can be read now: its own domain only once that was proven. */
export async function readableAt(tx: TenantTx, { id, domain, slug }: PageRow): Promise<string> {
  const own = domain === null ? undefined : await findAddress(tx, `host:${domain}`);
  const isOwn = own?.pageId === id && own.verifiedAt !== null;
  return isOwn ? `https://${domain}` : `${env().publicUrl}/status/${slug}`;
}
