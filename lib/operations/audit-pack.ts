import { inTenant } from "@/db/client";
import { findStatement } from "@/db/queries/statement";
import type { PackBasis } from "@/lib/domain/audit-pack";
import { AppError, assert, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import type { Ms } from "@/lib/domain/time";
import { signingSeed } from "./checkpoint";
import { exportUpTo } from "./export";
import type { MadeFile } from "./exports";
import { contextsOf } from "./statement-evidence";
import { takeStatementFile } from "./statement-files";

/** All that an audit pack is made of. */
export type PackContents = {
  organizationId: string;
  sheet: StatementSheet;
  basis: PackBasis;
  ledger: AsyncIterable<string>;
  /** What the manifest is signed with; null where this installation has no key. */
  seed: Uint8Array | null;
  record(file: MadeFile): Promise<void>;
};

/** Throws `conflict` before the close: a pack is of what was booked. */
export async function readAuditPack(scope: TenantScope, id: string, now: Ms): Promise<PackContents> {
  permit(scope, "finance");
  const basis = await inTenant(scope, async (tx): Promise<PackBasis> => {
    const row = await findStatement(tx, id);
    if (!row) throw notFound("statement");
    const { heads, inputs, knownAt, termsVersion } = row;
    if (!heads || !inputs || knownAt === null || termsVersion === null)
      throw new AppError("conflict", "Close the statement first: an audit pack is of what was booked.");
    const [context] = await contextsOf(tx, [row]);
    assert(context, "one statement has one context");
    const versions = context.agreement.versions.filter((version) => version.termsVersion <= termsVersion);
    return {
      agreement: agreedFacts({ ...context.agreement, versions }),
      period: { from: row.periodFrom, to: row.periodTo, pick: row.period },
      ...{ inputs, knownAt, heads, counts: context.commitment.counts },
    };
  });
  const { sheet, record } = await takeStatementFile(scope, id, "audit-pack.zip", now);
  const ledger = await exportUpTo(scope, basis.heads, now);
  return { organizationId: scope.organizationId, sheet, basis, ledger, seed: signingSeed(), record };
}

/** What of an agreement decides about a statement, and nothing else that lies in its row. */
export function agreedFacts(agreement: PackBasis["agreement"]): PackBasis["agreement"] {
  const { contractId, timezone, basis, startsAt, endsAt, suspended, claims } = agreement;
  const { amendmentPolicy, partialPeriod, clawback, window, versions } = agreement;
  return {
    ...{ contractId, timezone, basis, startsAt, endsAt, suspended, claims },
    ...{ amendmentPolicy, partialPeriod, clawback, window, versions },
  };
}
