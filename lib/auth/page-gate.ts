import { inGlobal } from "@/db/client";
import { findAddress } from "@/db/queries/page";
import type { PageScope } from "@/lib/domain/scope";
import { pageScope } from "./scope";

/** Lets a viewer in to the page at a slug, or null when there is none. Every page is public so far. */
export async function openPage(slug: string): Promise<PageScope | null> {
  const address = await inGlobal((tx) => findAddress(tx, `slug:${slug}`));
  return address ? pageScope(address.organizationId, address.pageId) : null;
}
