import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { contacts } from "@/db/schema/contact";
import { pageLinks } from "@/db/schema/page";
import type { Ms } from "@/lib/domain/time";

export type PageLink = { tokenHash: string; pageId: string; audience: string; expiresAt: Ms };

export async function insertPageLink(tx: TenantTx, link: PageLink): Promise<void> {
  await tx.orm.insert(pageLinks).values({ ...link, organizationId: tx.organizationId });
}

/** The audience of a link that is still good, which is then used up; of two clicks at once one gets it. */
export async function takePageLink(
  tx: TenantTx,
  pageId: string,
  tokenHash: string,
  now: Ms,
): Promise<string | null> {
  const [row] = await tx.orm
    .update(pageLinks)
    .set({ usedAt: now })
    .where(
      and(
        eq(pageLinks.organizationId, tx.organizationId),
        eq(pageLinks.pageId, pageId),
        eq(pageLinks.tokenHash, tokenHash),
        isNull(pageLinks.usedAt),
        gt(pageLinks.expiresAt, now),
      ),
    )
    .returning({ audience: pageLinks.audience });
  return row?.audience ?? null;
}

export async function deletePageLinksBefore(tx: TenantTx, before: Ms): Promise<void> {
  await tx.orm
    .delete(pageLinks)
    .where(and(eq(pageLinks.organizationId, tx.organizationId), lt(pageLinks.expiresAt, before)));
}

/** The live contact that a mailbox belongs to, the oldest of several; undefined for a stranger. */
export async function findContactOf(
  tx: TenantTx,
  addressKey: string,
): Promise<{ id: string; customerId: string } | undefined> {
  const [row] = await tx.orm
    .select({ id: contacts.id, customerId: contacts.customerId })
    .from(contacts)
    .where(
      and(
        eq(contacts.organizationId, tx.organizationId),
        eq(contacts.addressKey, addressKey),
        isNull(contacts.archivedAt),
      ),
    )
    .orderBy(contacts.id)
    .limit(1);
  return row;
}

/** The customer of a live contact. */
export async function findContactCustomer(tx: TenantTx, id: string): Promise<string | null> {
  const [row] = await tx.orm
    .select({ customerId: contacts.customerId })
    .from(contacts)
    .where(
      and(eq(contacts.organizationId, tx.organizationId), eq(contacts.id, id), isNull(contacts.archivedAt)),
    );
  return row?.customerId ?? null;
}
