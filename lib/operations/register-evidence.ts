import { inTenant } from "@/db/client";
import { readBooked } from "@/db/queries/closing";
import { findEntries } from "@/db/queries/ledger";
import { entryKey } from "@/lib/domain/evidence";
import {
  type EvidencedLine,
  evidencedMax,
  type RegisterEvidence,
  storedEvidence,
} from "@/lib/domain/register-evidence";
import type { TenantScope } from "@/lib/domain/scope";

/** Statements whose evidence is read at once. */
const batchMax = 100;

/** The evidence of register lines in their order, read as it is taken; a sentence instead when they are too many. */
export async function* registerEvidence(
  scope: TenantScope,
  lines: readonly EvidencedLine[],
): AsyncGenerator<RegisterEvidence> {
  if (lines.length > evidencedMax) {
    const advice = "choose a period or a customer, or take each statement's own workbook";
    yield { note: `More than ${evidencedMax} credits have more evidence than a sheet holds: ${advice}.` };
    return;
  }
  for (let start = 0; start < lines.length; start += batchMax)
    yield* await batchOf(scope, lines.slice(start, start + batchMax));
}

/** Closed statements and ledger entries never change: what is read batch by batch is of one piece. */
function batchOf(scope: TenantScope, lines: readonly EvidencedLine[]): Promise<RegisterEvidence[]> {
  return inTenant(scope, async (tx) => {
    const booked = await readBooked(
      tx,
      lines.map(({ statementId }) => statementId),
    );
    const refs = new Map(
      [...booked.values()].flatMap(({ working }) =>
        working.flatMap(({ entries }) => entries.map((ref) => [entryKey(ref.componentId, ref.seq), ref])),
      ),
    );
    const entries = await findEntries(tx, [...refs.values()]);
    const known = new Map(entries.map((entry) => [entryKey(entry.componentId, entry.seq), entry]));
    return lines.flatMap((line) => {
      const found = booked.get(line.statementId);
      if (!found) return [];
      return storedEvidence(found.working, found.result, known).map((row) => ({ line, row }));
    });
  });
}
