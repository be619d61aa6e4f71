import { randomBytes } from "node:crypto";
import type { TenantTx } from "@/db/client";
import { type AuditEntry, insertAuditEntries, insertAuditEntry } from "@/db/queries/audit";
import { type IdKind, idFrom } from "@/lib/domain/ids";
import { actorText, type TenantScope } from "@/lib/domain/scope";

/** A new identifier of `kind`, born at `now`. */
export function newId(kind: IdKind, now: number): string {
  return idFrom(kind, now, randomBytes(16));
}

/** What an act changed: the object before (null when made) and after (null when gone). Never secrets. */
export type Act = {
  action: string;
  objectType: string;
  objectId: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
};

/** Writes the audit row of an act, in the act's own transaction. */
export async function audit(tx: TenantTx, scope: TenantScope, act: Act, now: number): Promise<void> {
  await insertAuditEntry(tx, entryOf(scope, act, now));
}

/** The rows of acts that happen together, in one statement of SQL. */
export async function auditAll(
  tx: TenantTx,
  scope: TenantScope,
  acts: readonly Act[],
  now: number,
): Promise<void> {
  await insertAuditEntries(
    tx,
    acts.map((act) => entryOf(scope, act, now)),
  );
}

function entryOf(scope: TenantScope, act: Act, now: number): AuditEntry {
  return {
    id: newId("audit", now),
    at: now,
    actor: actorText(scope.actor),
    action: act.action,
    objectType: act.objectType,
    objectId: act.objectId,
    before: act.before ?? null,
    after: act.after ?? null,
  };
}
