import type { TenantTx } from "@/db/client";
import { type IncidentRow, replaceAffected } from "@/db/queries/incident";
import type { UpdateRow } from "@/db/queries/incident-update";
import { latestFroms } from "@/db/queries/ledger";
import {
  type Change,
  changesBetween,
  ledgerWords,
  standingOf,
  type Thread,
} from "@/lib/domain/incident-thread";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { appendEntries, type LedgerDraft } from "./ledger";

/** An incident with its thread, as stored at one moment of a transaction. */
export type Told = { row: IncidentRow; updates: readonly UpdateRow[] };

type PublicUpdateRow = UpdateRow & { publishedAt: Ms };

/** The words the public was told and that still stand, oldest first. */
export function publicWords(updates: readonly UpdateRow[]): PublicUpdateRow[] {
  const isPublic = (update: UpdateRow): update is PublicUpdateRow =>
    update.publishedAt !== null && update.withdrawnAt === null && !update.isPrivate;
  return updates.filter(isPublic).sort((a, b) => a.publishedAt - b.publishedAt || (a.id < b.id ? -1 : 1));
}

/** What decides the incident's ledger; null while nothing is public. */
export function threadOf({ row, updates }: Told): Thread | null {
  if (row.publishedAt === null) return null;
  const ends = [row.mergedAt, row.archivedAt].filter((end) => end !== null);
  return {
    startedAt: row.startedAt,
    resolvedAt: row.resolvedAt,
    endedAt: ends.length === 0 ? null : Math.min(...ends),
    words: publicWords(updates).map((update) => ({ ...update, at: update.publishedAt })),
  };
}

/**
 * Brings ledger and standing in step with incidents that changed: for each the thread before (null: nothing was
 * public) and after. Locks all their chains, so call it once per transaction.
 */
export async function tellLedger(
  tx: TenantTx,
  scope: TenantScope,
  told: readonly { before: Told | null; after: Told }[],
  now: Ms,
): Promise<void> {
  const drafts: LedgerDraft[] = [];
  for (const { before, after } of told) {
    const changes = changesBetween(before && threadOf(before), threadOf(after));
    drafts.push(...(await draftsOf(tx, scope, after.row.id, changes, now)));
    await replaceAffected(tx, after.row.id, standing(after));
  }
  await appendEntries(tx, drafts, now);
}

/** Of a draft, what it will say once published. */
function standing(told: Told) {
  const thread = threadOf(told);
  if (thread !== null) return standingOf(thread);
  const draft = told.updates.findLast((update) => update.publishedAt === null && !update.isPrivate);
  return new Map(draft?.components.map(({ id, state }) => [id, state]));
}

async function draftsOf(
  tx: TenantTx,
  scope: TenantScope,
  incidentId: string,
  changes: readonly Change[],
  now: Ms,
): Promise<LedgerDraft[]> {
  const source = { type: "incident" as const, id: incidentId };
  const ids = [...new Set(changes.map((change) => change.componentId))];
  const froms = await latestFroms(
    tx,
    ids.map((componentId) => ({ componentId, source })),
  );
  const latest = new Map(ids.flatMap((id, index) => (froms[index] == null ? [] : [[id, froms[index]]])));
  const written = {
    organizationId: tx.organizationId,
    recordedAt: now,
    actor: actorText(scope.actor),
    source,
  };
  return ledgerWords(changes, latest).map(({ componentId, from, to, state }): LedgerDraft => {
    const word = { ...written, componentId, state, effectiveFrom: from };
    return to === null ? { ...word, kind: "observation" } : { ...word, kind: "revision", effectiveTo: to };
  });
}
