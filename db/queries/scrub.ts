import { sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { ledgerScrubs } from "@/db/schema/ledger";

export type ScrubRow = Omit<typeof ledgerScrubs.$inferSelect, "organizationId">;

/**
 * Every component that left a trace in the ledger: an entry, a head or a leaf. Any one of them may have been taken
 * away by force; the others still name it.
 */
export async function tracedComponentIds(tx: TenantTx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select component_id as id from ledger_heads where organization_id = ${tx.organizationId}
    union select component_id from ledger_entries where organization_id = ${tx.organizationId}
    union select component_id from checkpoint_leaves
      where organization_id = ${tx.organizationId} and component_id not like 'counts:%'`;
  return rows.map((row) => row.id).sort();
}

/** Every component that a head, a report or a checkpoint knows a chain of counts of. */
export async function tracedCountIds(tx: TenantTx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select component_id as id from count_heads where organization_id = ${tx.organizationId} and seq > 0
    union select component_id from count_entries where organization_id = ${tx.organizationId}
    union select substr(component_id, 8) from checkpoint_leaves
      where organization_id = ${tx.organizationId} and component_id like 'counts:%'`;
  return rows.map((row) => row.id).sort();
}

/** Seqs of [fromSeq, toSeq] whose JSON columns hold a JSON null, which reads like none at all. */
export async function hollowSeqs(
  tx: TenantTx,
  componentId: string,
  fromSeq: number,
  toSeq: number,
): Promise<number[]> {
  const rows = await tx.sql<{ seq: number }[]>`
    select seq from ledger_entries
    where organization_id = ${tx.organizationId} and component_id = ${componentId}
      and seq between ${fromSeq} and ${toSeq}
      and (jsonb_typeof(evidence) = 'null' or jsonb_typeof(definition) = 'null') order by seq`;
  return rows.map((row) => row.seq);
}

/** What the last scrub found, over what the one before found. */
export async function saveScrubs(tx: TenantTx, rows: readonly ScrubRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.orm
    .insert(ledgerScrubs)
    .values(rows.map((row) => ({ ...row, organizationId: tx.organizationId })))
    .onConflictDoUpdate({
      target: [ledgerScrubs.organizationId, ledgerScrubs.componentId],
      set: {
        scrubbedAt: sql`excluded.scrubbed_at`,
        entries: sql`excluded.entries`,
        firstBadSeq: sql`excluded.first_bad_seq`,
        finding: sql`excluded.finding`,
      },
    });
}

/** Last findings by component. */
export async function readScrubs(tx: TenantTx): Promise<ScrubRow[]> {
  return tx.sql<
    ScrubRow[]
  >`select component_id, scrubbed_at, entries, first_bad_seq, finding from ledger_scrubs
    where organization_id = ${tx.organizationId} order by component_id`;
}
