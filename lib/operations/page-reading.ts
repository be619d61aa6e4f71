import { inTenant, type TenantTx } from "@/db/client";
import { findPage, listShownComponents, type PageRow } from "@/db/queries/page";
import { notFound } from "@/lib/domain/errors";
import type { PageComponent } from "@/lib/domain/page";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
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

/** Most components that a page's form offers beside those that the page shows already. */
const offeredMax = 500;

/** What a page may show, in the organization's order: all that is `chosen` already, and of the rest the first. */
export function listOffered(
  scope: TenantScope,
  chosen: readonly PageComponent[] | null,
): Promise<{ id: string; name: string; group: string | null }[]> {
  permit(scope, "read");
  const isChosen = new Set(chosen?.map(({ componentId }) => componentId));
  return inTenant(scope, async (tx) => {
    const all = await listShownComponents(tx);
    const rest = new Set(all.filter(({ id }) => !isChosen.has(id)).slice(0, offeredMax));
    return all
      .filter((each) => isChosen.has(each.id) || rest.has(each))
      .map(({ id, name, group }) => ({ id, name, group }));
  });
}
