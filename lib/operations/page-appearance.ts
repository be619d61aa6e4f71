import type { TenantTx } from "@/db/client";
import { findAddress, type PageRow } from "@/db/queries/page";
import type { MailPage } from "@/lib/domain/told";
import { env } from "@/lib/env";

const light = { ground: "#fafaf9", ink: "#1c1917", soft: "#57534e", line: "#e4e2df", link: "#1f4fd8" };
const dark = { ground: "#100f0e", ink: "#f2f0ed", soft: "#b5afa8", line: "#2c2a28", link: "#8fb0ff" };

/** A page as its mails show it. */
export async function pageAppearance(tx: TenantTx, page: PageRow): Promise<MailPage> {
  const { id, name, theme } = page;
  return { id, name, url: await readableAt(tx, page), mode: theme.mode, light, dark };
}

/** Where a page can be read now: its own domain only once that was proven. */
export async function readableAt(tx: TenantTx, { id, domain, slug }: PageRow): Promise<string> {
  const own = domain === null ? undefined : await findAddress(tx, `host:${domain}`);
  const isOwn = own?.pageId === id && own.verifiedAt !== null;
  return isOwn ? `https://${domain}` : `${env().publicUrl}/status/${slug}`;
}
