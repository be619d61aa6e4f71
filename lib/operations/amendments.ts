import { inTenant, type TenantTx } from "@/db/client";
import {
  type CommitmentRow,
  type ContractRow,
  insertTerms,
  listCommitments,
  listTerms,
  lockContract,
  type TermsRow,
} from "@/db/queries/contract";
import { closedAfter } from "@/db/queries/statement";
import { canonicalJson } from "@/lib/domain/canonical";
import type { AmendmentInput, PeriodFee, TermsVersion } from "@/lib/domain/contract";
import { countsComplaints } from "@/lib/domain/contract-complaint";
import { periodsBegun } from "@/lib/domain/contract-period";
import { AppError, invalid, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { refuseUnknownMembers } from "./contracts";
import { audit } from "./record";
import { openRestatements } from "./restatements";

/**
 * Gives a commitment complete new terms from an instant on. A new fee only from a period boundary; another currency
 * never. Throws `conflict` when it reaches into closed periods, unless `restate` asks for their restatements
 * (RULES R4.5).
 */
export function amendContract(
  scope: TenantScope,
  input: AmendmentInput & { id: string },
  now: Ms,
): Promise<TermsVersion & { commitmentId: string }> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const contract = await lockContract(tx, input.id);
    if (!contract) throw notFound("contract");
    const commitment = await commitmentOf(tx, contract, input.commitment_id);
    const versions = await listTerms(tx, [commitment.id]);
    checkAmendment(contract, commitment, versions, input);
    await refuseUnknownMembers(tx, [{ terms: input.terms, path: "terms" }]);
    const row = versionRow(scope, commitment, versions, input, now);
    await insertTerms(tx, [row]);
    const closed = await closedAfter(tx, commitment.id, input.effective_from);
    if (closed.length > 0 && !input.restate) throw reachesClosed();
    await openRestatements(tx, closed);
    const act = { action: "contract.amend", objectType: "contract", objectId: contract.id };
    const { terms, fees, termsVersion: version, effectiveFrom } = row;
    const after = { commitment: commitment.id, version, effective_from: effectiveFrom, terms, fees };
    const why = input.reason === undefined ? {} : { reason: input.reason };
    await audit(
      tx,
      scope,
      { ...act, after: { ...after, restated: closed.map(({ id }) => id), ...why } },
      now,
    );
    return row;
  });
}

function reachesClosed(): AppError {
  const message = "lies before the end of a closed period; send restate: true to restate it";
  return new AppError("conflict", "This amendment would change periods that are closed.", {
    errors: [{ path: "effective_from", message }],
  });
}

async function commitmentOf(
  tx: TenantTx,
  contract: ContractRow,
  id: string | undefined,
): Promise<CommitmentRow> {
  const own = await listCommitments(tx, [contract.id]);
  if (id === undefined && own.length > 1)
    throw invalid("commitment_id", "is required: this contract has several commitments");
  const found = id === undefined ? own[0] : own.find((commitment) => commitment.id === id);
  if (!found) throw invalid("commitment_id", "is not a commitment of this contract");
  return found;
}

function checkAmendment(
  contract: ContractRow,
  commitment: CommitmentRow,
  versions: readonly TermsRow[],
  { effective_from, terms, fees }: AmendmentInput,
): void {
  if (effective_from <= contract.startsAt)
    throw invalid(
      "effective_from",
      `must be after the contract's start, ${formatInstant(contract.startsAt)}`,
    );
  if (contract.endsAt !== null && effective_from >= contract.endsAt)
    throw invalid("effective_from", `must be before the contract's end, ${formatInstant(contract.endsAt)}`);
  if (versions.some((version) => version.effectiveFrom === effective_from))
    throw new AppError("conflict", "Another version of the terms begins at this instant.");
  if (versions.length >= versionsMax)
    throw new AppError(
      "conflict",
      "These terms were amended too often. End the contract and make a new one.",
    );
  const complaint = countsComplaints({ terms, counts: commitment.counts })[0];
  if (complaint)
    throw invalid("terms.measurement", "must count requests, or measure time, as the terms before");
  if (fees) checkFees(contract, commitment, versions, { effective_from, fees });
}

const versionsMax = 200;

function checkFees(
  contract: ContractRow,
  commitment: CommitmentRow,
  versions: readonly TermsRow[],
  { effective_from, fees }: { effective_from: Ms; fees: PeriodFee },
): void {
  const before = versions.findLast((version) => version.effectiveFrom < effective_from) ?? versions[0];
  if (before && before.fees.currency !== fees.currency)
    throw invalid("fees.currency", `must stay ${before.fees.currency}: another currency is another contract`);
  if (before && canonicalJson(before.fees) === canonicalJson(fees)) return;
  const [period] = periodsBegun({ ...contract, window: commitment.window }, effective_from, effective_from);
  if (period?.from !== effective_from) throw invalid("fees", "can only change where a period begins");
}

function versionRow(
  scope: TenantScope,
  { id: commitmentId }: CommitmentRow,
  versions: readonly TermsRow[],
  { effective_from: effectiveFrom, terms, fees }: AmendmentInput,
  now: Ms,
): TermsRow {
  const before = versions.findLast((version) => version.effectiveFrom < effectiveFrom) ?? versions[0];
  const inForce = fees ?? before?.fees;
  if (!inForce) throw new Error("a commitment has a first version");
  const termsVersion = versions.reduce((last, version) => Math.max(last, version.termsVersion), 0) + 1;
  const createdBy = actorText(scope.actor);
  return { commitmentId, termsVersion, effectiveFrom, terms, fees: inForce, createdAt: now, createdBy };
}
