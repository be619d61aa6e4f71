import { inTenant, type TenantTx } from "@/db/client";
import {
  type CommitmentRow,
  type ContractRow,
  findContracts,
  insertCommitments,
  insertContract,
  insertTerms,
  knownComponents,
  listCommitments,
  listContracts as listRows,
  listTerms,
  lockContract,
  type TermsRow,
  updateContract as updateRow,
} from "@/db/queries/contract";
import { lockCustomer } from "@/db/queries/customer";
import { deleteUnclosedFrom, lastClosedTo, moveReady } from "@/db/queries/statement";
import {
  type CommitmentView,
  type ContractEndInput,
  type ContractInput,
  type ContractListInput,
  type ContractPatch,
  type ContractView,
  membersOf,
} from "@/lib/domain/contract";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, type FieldError, invalid, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Terms } from "@/lib/domain/sla/terms";
import { formatInstant, hourMs, type Ms } from "@/lib/domain/time";
import { enqueue } from "@/lib/jobs/queue";
import { audit, newId } from "./record";
import { ensureStatements } from "./statement-periods";

/**
 * A contract with its commitments; the statements of every period begun by now exist when this returns. Throws
 * `invalid` naming the field for components that are not this organization's and for a start too many periods back.
 */
export function createContract(scope: TenantScope, input: ContractInput, now: Ms): Promise<ContractView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    await requireCustomer(tx, input.customer_id);
    await refuseUnknownMembers(
      tx,
      input.commitments.map(({ terms }, index) => ({ terms, path: `commitments.${index}.terms` })),
    );
    const row = contractRow(input, now);
    const rows = input.commitments.map((commitment, position): CommitmentRow => {
      const { service, window, counts = null, fee_excludes: feeExcludes } = commitment;
      const id = newId("commitment", now + position);
      return { id, contractId: row.id, position, service, window, counts, feeExcludes, generatedTo: null };
    });
    await insertContract(tx, row);
    await insertCommitments(tx, rows);
    await insertTerms(tx, firstVersions(scope, input, rows, now));
    const missing = await ensureStatements(tx, [row.id], now);
    if (missing) throw invalid("starts_at", "lies too many periods back: at most 1,000 are computed");
    await enqueue(tx, "statements", { organizationId: tx.organizationId }, { now, jobKey: jobKey(tx) });
    const view = await viewOf(tx, row);
    const act = { action: "contract.create", objectType: "contract", objectId: row.id };
    await audit(tx, scope, { ...act, before: null, after: facts(view) }, now);
    return view;
  });
}

const jobKey = (tx: TenantTx) => `statements:${tx.organizationId}`;

/** Throws `not_found` for another tenant's contract as for none at all. */
export function getContract(scope: TenantScope, id: string): Promise<ContractView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const [row] = await findContracts(tx, [id]);
    if (!row) throw notFound("contract");
    return viewOf(tx, row);
  });
}

/** By age. */
export function listContracts(
  scope: TenantScope,
  input: ContractListInput,
  now: Ms,
): Promise<Page<ContractView>> {
  permit(scope, "finance");
  const after = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, after }, input, now);
    const page = pageOf(rows, input.limit, (row) => [row.id]);
    return { ...page, items: await viewsOf(tx, page.items) };
  });
}

/** What the audit log calls a change of a contract, and why it was made. */
type ContractAct = { action: string; reason?: string | undefined };

/** Ends a contract: periods that would begin later are no more, the one it falls into ends there. */
export function endContract(
  scope: TenantScope,
  { id, ends_at, reason, ifMatch }: ContractEndInput & { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<ContractView> {
  return updateContract(
    scope,
    { id, patch: { ends_at }, ifMatch, why: { action: "contract.end", reason } },
    now,
  );
}

/**
 * Renames a contract, changes its settle delay or ends it. Throws `conflict` when an end would change a closed period.
 */
export function updateContract(
  scope: TenantScope,
  input: { id: string; patch: ContractPatch; ifMatch?: number | undefined; why?: ContractAct },
  now: Ms,
): Promise<ContractView> {
  permit(scope, "finance");
  const { name, ends_at: endsAt, settle_hours: settleHours } = input.patch;
  return inTenant(scope, async (tx) => {
    const before = await lockContract(tx, input.id);
    if (!before) throw notFound("contract");
    refuseOtherVersion("contract", before.version, input.ifMatch);
    if (endsAt !== undefined) await endAt(tx, before, endsAt);
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(endsAt === undefined ? {} : { endsAt }),
      ...(settleHours === undefined ? {} : { settleHours }),
    };
    const after = await updateRow(tx, before, change, now);
    if (settleHours !== undefined) await moveReady(tx, before.id, settleHours * hourMs);
    await ensureStatements(tx, [before.id], now);
    const { action = "contract.update", reason } = input.why ?? {};
    const act = { action, objectType: "contract", objectId: before.id };
    const is = { ...summary(after), ...(reason === undefined ? {} : { reason }) };
    await audit(tx, scope, { ...act, before: summary(before), after: is }, now);
    return viewOf(tx, after);
  });
}

async function endAt(tx: TenantTx, contract: ContractRow, endsAt: Ms): Promise<void> {
  if (endsAt <= contract.startsAt) throw invalid("ends_at", "must be after the contract starts");
  const closedTo = await lastClosedTo(tx, contract.id);
  const inClosed = closedTo !== null && (endsAt < closedTo || (contract.endsAt ?? closedTo) < closedTo);
  if (inClosed) {
    const errors = [
      { path: "ends_at", message: `lies in a closed period, which ends ${formatInstant(closedTo)}` },
    ];
    throw new AppError("conflict", "A closed period stays as it was closed.", { errors });
  }
  await deleteUnclosedFrom(tx, contract.id, endsAt);
}

async function requireCustomer(tx: TenantTx, id: string): Promise<void> {
  const customer = await lockCustomer(tx, id);
  if (!customer) throw invalid("customer_id", "is not a customer of this organization");
  if (customer.archivedAt !== null) throw invalid("customer_id", "is archived");
}

/** Members are components of this organization; `path` is where each set of terms stands in the input. */
export async function refuseUnknownMembers(
  tx: TenantTx,
  given: readonly { terms: Terms; path: string }[],
): Promise<void> {
  const known = await knownComponents(tx, membersOf(given));
  const errors = given.flatMap(({ terms, path }) =>
    terms.components.members.flatMap(({ component }, index): FieldError[] =>
      known.has(component)
        ? []
        : [{ path: `${path}.components.members.${index}.component`, message: "is not a component" }],
    ),
  );
  if (errors[0])
    throw new AppError("invalid", `${errors[0].path} is not a component.`, { errors: errors.slice(0, 20) });
}

function contractRow(input: ContractInput, now: Ms): ContractRow {
  return {
    id: newId("contract", now),
    customerId: input.customer_id,
    name: input.name,
    timezone: input.timezone,
    basis: input.basis,
    startsAt: input.starts_at,
    endsAt: input.ends_at,
    suspended: input.suspended,
    claims: input.claims,
    amendmentPolicy: input.amendment_policy,
    partialPeriod: input.partial_period,
    clawback: input.clawback,
    stacking: input.stacking,
    invoiceCap: input.invoice_cap,
    settleHours: input.settle_hours,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

function firstVersions(
  scope: TenantScope,
  { starts_at, commitments }: ContractInput,
  rows: readonly CommitmentRow[],
  now: Ms,
): TermsRow[] {
  const createdBy = actorText(scope.actor);
  return commitments.flatMap(({ terms, fees }, index) => {
    const commitmentId = rows[index]?.id;
    if (commitmentId === undefined) return [];
    return [
      { commitmentId, termsVersion: 1, effectiveFrom: starts_at, terms, fees, createdAt: now, createdBy },
    ];
  });
}

async function viewOf(tx: TenantTx, row: ContractRow): Promise<ContractView> {
  const [view] = await viewsOf(tx, [row]);
  if (!view) throw notFound("contract");
  return view;
}

async function viewsOf(tx: TenantTx, rows: readonly ContractRow[]): Promise<ContractView[]> {
  const commitments = await listCommitments(
    tx,
    rows.map(({ id }) => id),
  );
  const versions = Map.groupBy(
    await listTerms(
      tx,
      commitments.map(({ id }) => id),
    ),
    ({ commitmentId }) => commitmentId,
  );
  const byContract = Map.groupBy(commitments, ({ contractId }) => contractId);
  return rows.map((row) => ({
    ...row,
    commitments: (byContract.get(row.id) ?? []).map(
      ({ id, service, window, counts, feeExcludes }): CommitmentView => ({
        ...{ id, service, window, counts, feeExcludes },
        versions: (versions.get(id) ?? []).map(({ commitmentId, ...version }) => version),
      }),
    ),
  }));
}

function summary({ name, endsAt, settleHours }: ContractRow): Record<string, unknown> {
  return { name, ends_at: endsAt, settle_hours: settleHours };
}

/** What the audit log shows of a new contract. */
function facts(view: ContractView): Record<string, unknown> {
  const { customerId, startsAt, commitments } = view;
  return {
    ...{ customer_id: customerId, starts_at: startsAt, ...summary(view) },
    commitments: commitments.map(({ id, service, versions }) => ({
      ...{ id, service, currency: versions[0]?.fees.currency },
    })),
  };
}
