import { inTenant } from "@/db/client";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import type { Ms } from "@/lib/domain/time";
import { keepManifest, type MadeFile } from "./exports";
import { audit } from "./record";
import { sheetOf } from "./statement-sheet";

export const statementFormats = ["statement.pdf", "statement.xlsx", "evidence.csv"] as const;
export type StatementFormat = (typeof statementFormats)[number];

/** A statement on its way out of the house, and where the manifest of the finished file is kept. */
export function takeStatementFile(
  scope: TenantScope,
  id: string,
  format: StatementFormat | "audit-pack.zip",
  now: Ms,
): Promise<{ sheet: StatementSheet; record(file: MadeFile): Promise<void> }> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const sheet = await sheetOf(tx, id, now);
    const act = { action: "statement.export", objectType: "statement", objectId: id };
    await audit(tx, scope, { ...act, after: { format } }, now);
    const filter = { statement_id: id };
    const rows = sheet.evidence.length;
    const record = (file: MadeFile) =>
      keepManifest(scope, { kind: "statement", format, filter, rows, totals: totalsOf(sheet), ...file }, now);
    return { sheet, record };
  });
}

function totalsOf({ view }: StatementSheet) {
  const { result, currency } = view;
  if (result === null) return new Map();
  const { credit_minor: netMinor, tax_minor: tax, gross_minor: gross } = result;
  const total = { currency, lines: 1, netMinor, taxMinor: tax ?? 0, grossMinor: gross ?? netMinor };
  return new Map([[currency, total]]);
}
