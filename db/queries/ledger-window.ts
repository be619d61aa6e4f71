import type { TenantTx } from "@/db/client";
import type { LedgerEntry } from "@/lib/domain/ledger";
import type { Interval, Ms } from "@/lib/domain/time";
import { type EntryRow, entryOf } from "./ledger";

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
  const chain = tx.sql`organization_id = ${tx.organizationId} and component_id = asked.component_id`;
  const known = tx.sql`recorded_at <= ${asOf} and not exists (
    select from ledger_entries later where later.organization_id = entry.organization_id
      and later.component_id = entry.component_id and later.supersedes = entry.seq and later.recorded_at <= ${asOf})`;
  const rows = await tx.sql<(EntryRow & { place: number })[]>`
    select asked.place, entry.*
    from unnest(
      ${windows.map((each) => each.componentId)}::text[],
      ${windows.map((each) => each.from)}::bigint[],
      ${windows.map((each) => each.to)}::bigint[]
    ) with ordinality as asked (component_id, window_from, window_to, place)
    cross join lateral (
      (select seq from ledger_entries where ${chain}
        and effective_to > window_from and effective_from < window_to)
      union
      (select seq from ledger_entries where ${chain}
        and effective_to is null and effective_from > window_from and effective_from < window_to)
      union
      (select distinct on (source_type, source_id) seq from ledger_entries entry where ${chain}
        and effective_to is null and effective_from <= window_from and ${known}
        order by source_type, source_id, entry.seq desc)
      union
      (select seq from ledger_entries entry where ${chain} and ${known} order by effective_from limit 1)
      union
      (select seq from ledger_entries entry where ${chain} and ${known}
        and source_type in ('monitor', 'dependency', 'import') limit 1)
    ) as picked
    join ledger_entries entry on entry.organization_id = ${tx.organizationId}
      and entry.component_id = asked.component_id and entry.seq = picked.seq
    where ${known}
    order by asked.place, entry.seq`;
  for (const { place, ...row } of rows) found[place - 1]?.push(entryOf(row));
  return found;
}
