import { z } from "zod";
import { instantInput, pageInput } from "./input";
import type { Ms } from "./time";

/** Query of `GET /audit-log`: acts in [from, to), of one actor (`user:usr_…`), of one kind, on one object. */
export const auditLogInput = pageInput.extend({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  object_id: z.string().max(100).optional(),
  from: instantInput.optional(),
  to: instantInput.optional(),
});
export type AuditLogInput = z.output<typeof auditLogInput>;

/** One act: who did what to which object, and the object's facts before and after. */
export type AuditRecord = {
  id: string;
  at: Ms;
  actor: string;
  action: string;
  objectType: string;
  objectId: string;
  before: unknown;
  after: unknown;
};

/** Kinds of objects whose facts are money or what was agreed about it. */
const moneyObjects: ReadonlySet<string> = new Set([
  "customer",
  "contact",
  "warning",
  "contract",
  "upstream_contract",
  "upstream_claim",
  "statement",
  "credit",
  "finance_settings",
  "accounting_period",
  "credit_register",
]);

/** The record for somebody who may not see money: that something was done stays, what it was goes. */
export function withoutMoney(record: AuditRecord): AuditRecord {
  return moneyObjects.has(record.objectType) ? { ...record, before: null, after: null } : record;
}
