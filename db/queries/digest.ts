import { and, desc, eq, gte, inArray, isNull, lt, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { notices } from "@/db/schema/notice";
import { pageDigests } from "@/db/schema/subscriber";
import type { GatheredNotice } from "@/lib/domain/digest";
import { idFrom } from "@/lib/domain/ids";
import type { DigestRhythm, ToldSubject } from "@/lib/domain/subscriber";
import { dayMs, type Interval, type Ms } from "@/lib/domain/time";

export type PageRhythm = { pageId: string; rhythm: DigestRhythm };

/** The pages that somebody hears of by digest, and how often. */
export function listDigestRhythms(tx: TenantTx): Promise<PageRhythm[]> {
  return tx.sql<PageRhythm[]>`
    select distinct page_id, rhythm from subscribers
    where organization_id = ${tx.organizationId} and rhythm <> 'each' and state = 'active'
    order by page_id, rhythm`;
}

/** Until when it was told, locked until this transaction ends; null when it never was. */
export async function lockToldTo(tx: TenantTx, { pageId, rhythm }: PageRhythm): Promise<Ms | null> {
  await tx.sql`
    insert into page_digests (organization_id, page_id, rhythm, told_to)
    values (${tx.organizationId}, ${pageId}, ${rhythm}, 0) on conflict do nothing`;
  const [row] = await tx.orm
    .select({ toldTo: pageDigests.toldTo })
    .from(pageDigests)
    .where(ownDigest(tx, pageId, rhythm))
    .for("update");
  return row && row.toldTo > 0 ? row.toldTo : null;
}

export async function setToldTo(tx: TenantTx, { pageId, rhythm }: PageRhythm, toldTo: Ms): Promise<void> {
  await tx.orm
    .update(pageDigests)
    .set({ toldTo })
    .where(ownDigest(tx, pageId, rhythm));
}

function ownDigest(tx: TenantTx, pageId: string, rhythm: DigestRhythm) {
  return and(
    eq(pageDigests.organizationId, tx.organizationId),
    eq(pageDigests.pageId, pageId),
    eq(pageDigests.rhythm, rhythm),
  );
}

const gathered = [
  ...["incident_opened", "incident_updated", "incident_resolved"],
  ...["postmortem", "maintenance"],
] as GatheredNotice["template"][];

/**
 * What a page's subscribers were told in a window and nobody took back, in the order it was told; of more than `limit`
 * messages the latest. Nothing is held back for longer than a day.
 */
export async function noticesOfPage(
  tx: TenantTx,
  pageId: string,
  { from, to }: Interval,
  limit: number,
): Promise<GatheredNotice[]> {
  const { template, slots, audience, threadId, dueAt } = notices;
  const rows = await tx.orm
    .select({ template, slots, audience, threadId, dueAt })
    .from(notices)
    .where(
      and(
        eq(notices.organizationId, tx.organizationId),
        gte(notices.id, idFrom("notice", from - dayMs, new Uint8Array(16)).slice(0, -16)),
        gte(notices.dueAt, from),
        lt(notices.dueAt, to),
        isNull(notices.cancelledAt),
        inArray(notices.template, gathered),
        sql`${notices.audience} ->> 'pageId' = ${pageId}`,
      ),
    )
    .orderBy(desc(notices.dueAt), desc(notices.id))
    .limit(limit);
  return rows.toReversed().flatMap(({ audience: found, ...row }) => {
    const told: ToldSubject | null = found !== null && "told" in found ? found.told : null;
    return told === null ? [] : [{ ...row, told }];
  });
}
