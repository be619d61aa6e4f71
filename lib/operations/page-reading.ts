import type { TenantTx } from "@/db/client";
import { findPage, listShownComponents, type PageRow } from "@/db/queries/page";
import { notFound } from "@/lib/domain/errors";
import { type PagePart, partsOf } from "@/lib/domain/subscription";

/** Throws `not_found` for an archived page as for none at all. */
export async function readLivePage(tx: TenantTx, id: string): Promise<PageRow> {
  const page = await findPage(tx, id);
  if (!page || page.archivedAt !== null) throw notFound("page");
  return page;
}

/** What a page shows, in its own order, names and groups. */
export async function readParts(tx: TenantTx, page: PageRow): Promise<PagePart[]> {
  return partsOf(await listShownComponents(tx), page.components);
}
