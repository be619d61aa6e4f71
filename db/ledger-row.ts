import type { ledgerEntries } from "@/db/schema/ledger";
import type { LedgerEntry } from "@/lib/domain/ledger";

/** One row of the table of entries. */
export type EntryRow = typeof ledgerEntries.$inferSelect;

/** The row as the domain's entry. */
export function entryOf(row: EntryRow): LedgerEntry {
  const { sourceType, sourceId, ...rest } = row;
  return { ...rest, source: { type: sourceType, id: sourceId } };
}
