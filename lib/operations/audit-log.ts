import { inTenant } from "@/db/client";
import { listAuditActions, listAuditEntries } from "@/db/queries/audit";
import { type AuditLogInput, type AuditRecord, withoutMoney } from "@/lib/domain/audit-log";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";

/** What was done in the organization, newest first; without "finance" the facts of money are left out. */
export async function listAuditLog(scope: TenantScope, input: AuditLogInput): Promise<Page<AuditRecord>> {
  permit(scope, "admin");
  const { limit, cursor, actor, action, object_id: objectId, from, to } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const filter = { actor, action, objectId, from, to };
  const rows = await inTenant(scope, (tx) => listAuditEntries(tx, { limit: limit + 1, before }, filter));
  const page = pageOf(rows, limit, (row) => [row.id]);
  return scope.grants.has("finance") ? page : { ...page, items: page.items.map(withoutMoney) };
}

/** How far back kinds of act are looked for: some months of a busy organization, one short read. */
const actionsAmong = 10_000;

/** The kinds of act (`monitor.create`, …) that were done of late, to choose from. */
export function listAuditedActions(scope: TenantScope): Promise<string[]> {
  permit(scope, "admin");
  return inTenant(scope, (tx) => listAuditActions(tx, actionsAmong));
}
