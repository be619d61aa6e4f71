import type { TenantTx } from "@/db/client";
import { type EntryRow, entryOf } from "@/db/ledger-row";
import type { LedgerEntry } from "@/lib/domain/ledger";
import type { Interval, Ms } from "@/lib/domain/time";

/** One component's stretch of time. */
export type ChainWindow = Interval & { componentId: string };

/** What is seen of the chains: entries recorded later are not. */
export type Cut = { asOf?: Ms | undefined };

/** Later than every instant that has a text. */
const endOfTime = 8_640_000_000_000_000;

/**
 * Per window, in the order asked, the entries that a fold over it needs, in seq order: what lies in it, every source's
 * last word before it, and one witness each for the chain's beginning and for its having been measured. What was
 * superseded by the cut is left out. The fold of these equals the fold of the whole chain, at a cost that does not grow
 * with the chain's age.
 */
export async function loadWindows(
  tx: TenantTx,
  windows: readonly ChainWindow[],
  { asOf = endOfTime }: Cut = {},
): Promise<LedgerEntry[][]> {
  const found = windows.map((): LedgerEntry[] => []);
  if (windows.length === 0) return found;
  const ids = windows.map((each) => each.componentId);
  const chain = tx.sql`organization_id = ${tx.organizationId} and component_id = asked.component_id`;
  // Few entries are superseded, and they are read once: a look-up per entry would cost more than the entry.
  const known = tx.sql`recorded_at <= ${asOf} and (component_id, seq) not in (select * from superseded)`;
  const rows = await tx.sql<(EntryRow & { place: number })[]>`
    with superseded as materialized (
      select component_id, supersedes from ledger_entries
      where organization_id = ${tx.organizationId} and component_id = any(${ids}::text[])
        and supersedes is not null and recorded_at <= ${asOf})
    select asked.place, picked.*
    from unnest(
      ${ids}::text[], ${windows.map((each) => each.from)}::bigint[], ${windows.map((each) => each.to)}::bigint[]
    ) with ordinality as asked (component_id, window_from, window_to, place)
    cross join lateral (
      select * from ledger_entries where ${chain} and ${known}
        and effective_to > window_from and effective_from < window_to
      union all
      select * from ledger_entries where ${chain} and ${known}
        and effective_to is null and effective_from > window_from and effective_from < window_to
      union all
      (select distinct on (source_type, source_id) * from ledger_entries where ${chain} and ${known}
        and effective_to is null and effective_from <= window_from
        order by source_type, source_id, seq desc)
      union all
      (select * from ledger_entries where ${chain} and ${known} order by effective_from limit 1)
      union all
      (select * from ledger_entries where ${chain} and ${known}
        and source_type in ('monitor', 'dependency', 'import') limit 1)
    ) as picked
    order by asked.place, picked.seq`;
  for (const { place, ...row } of rows) {
    const entries = found[place - 1];
    // A witness may be picked for another reason too.
    if (entries?.at(-1)?.seq !== row.seq) entries?.push(entryOf(row));
  }
  return found;
}
