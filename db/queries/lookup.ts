import { and, eq } from "drizzle-orm";
import type { GlobalTx, TenantTx } from "@/db/client";
import { tokenIndex } from "@/db/schema/organization";

export type TokenKind = (typeof tokenIndex.$inferSelect)["kind"];
export type TokenOwner = { organizationId: string; objectId: string };

/** Which tenant's object a presented secret belongs to; says nothing about whether it is still good. */
export async function findToken(
  tx: GlobalTx,
  kind: TokenKind,
  tokenHash: string,
): Promise<TokenOwner | null> {
  const [row] = await tx.orm
    .select({ organizationId: tokenIndex.organizationId, objectId: tokenIndex.objectId })
    .from(tokenIndex)
    .where(and(eq(tokenIndex.tokenHash, tokenHash), eq(tokenIndex.kind, kind)));
  return row ?? null;
}

/** Makes a secret of this tenant's object findable by its hash. */
export async function insertToken(
  tx: TenantTx,
  kind: TokenKind,
  tokenHash: string,
  objectId: string,
): Promise<void> {
  await tx.orm.insert(tokenIndex).values({ kind, tokenHash, objectId, organizationId: tx.organizationId });
}

/** A secret that was taken back is not even found any more. */
export async function deleteToken(tx: TenantTx, tokenHash: string): Promise<void> {
  await tx.orm
    .delete(tokenIndex)
    .where(and(eq(tokenIndex.tokenHash, tokenHash), eq(tokenIndex.organizationId, tx.organizationId)));
}
