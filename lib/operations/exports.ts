import { inTenant, type TenantTx } from "@/db/client";
import {
  findPeriod,
  insertManifest,
  listManifests as listRows,
  readAccountingLines,
} from "@/db/queries/accounting";
import { actorNames } from "@/db/queries/actor";
import { readSettings } from "@/db/queries/credit";
import { findCustomer } from "@/db/queries/customer";
import { ownOrganization } from "@/db/queries/organization";
import { countRegister, type RegisterFilter, readRegister } from "@/db/queries/register";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, assert, invalid, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import {
  type ExportFilter,
  generatorVersion,
  type Manifest,
  type ManifestListInput,
} from "@/lib/domain/manifest";
import { permit } from "@/lib/domain/permission";
import {
  addToTotals,
  type ControlTotal,
  type MemoDocument,
  type RegisterFormat,
  type RegisterFrame,
  type RegisterInput,
  type RegisterLine,
  type RegisterSource,
  registerLines,
  sortedTotals,
} from "@/lib/domain/register";
import { type EvidencedLine, evidencedMax, type RegisterEvidence } from "@/lib/domain/register-evidence";
import { type Layout, layouts } from "@/lib/domain/register-layout";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { audit, newId } from "./record";
import { registerEvidence } from "./register-evidence";

/** Credits read at once; nothing more is held however long the register is. */
const batchSize = 500;

/** Most lines of a file: a workbook ends at 4 GiB, a document is made whole and nobody turns so many pages. */
const mostLines: Readonly<Record<RegisterFormat, number>> = {
  csv: Number.POSITIVE_INFINITY,
  json: Number.POSITIVE_INFINITY,
  xlsx: 200_000,
  pdf: 5_000,
};

/** Xero takes no more documents in one file (SLA.md part 4). */
const xeroDocumentsMax = 500;

/** What a file turned out to be, once its last byte was made. */
export type MadeFile = { bytes: number; sha256: string };

export type RegisterExport = {
  organizationName: string;
  layout: Layout;
  /** Each line as the layout takes them, in an order that no later act changes; read as it is taken. */
  lines: AsyncIterable<RegisterLine>;
  /** The stretches of time behind the lines of a workbook, once these were taken. */
  evidence(): AsyncIterable<RegisterEvidence>;
  /** Keeps the manifest of the finished file: what its lines summed to, and its bytes' hash. */
  record(file: MadeFile): Promise<void>;
};

/**
 * The credit register of a month or customer, written into the audit log. Throws `not_found` for another tenant's
 * customer as for none, `invalid` when the file would be larger than its format or layout allows.
 */
export async function exportRegister(
  scope: TenantScope,
  input: RegisterInput & { format: RegisterFormat },
  now: Ms,
): Promise<RegisterExport> {
  permit(scope, "finance");
  const { format, layout, ...asked } = input;
  return inTenant(scope, async (tx) => {
    await checkCustomer(tx, asked.customer_id ?? null);
    const locked = asked.accounting_period ? await findPeriod(tx, asked.accounting_period) : undefined;
    const filter = filterOf(asked, locked?.lockedAt ?? now);
    refuseTooLong(input, await countRegister(tx, filter));
    const organization = await ownOrganization(tx);
    const said = saidFilter(input);
    const act = { action: "credits.export", objectType: "credit_register", objectId: tx.organizationId };
    await audit(tx, scope, { ...act, after: { format, ...said } }, now);
    const frame = frameOf(tx, locked?.lockedAt ?? now);
    const pages = pagesOf(scope, filter, locked ? asked.accounting_period : undefined);
    const tally = new Map<string, ControlTotal>();
    const counted = { rows: 0, totals: tally };
    const evidenced: EvidencedLine[] = [];
    const lines = linesOf(pages, filter, frame, layouts[layout], counted);
    return {
      organizationName: locked?.organizationName ?? organization?.name ?? "",
      layout: layouts[layout],
      lines: format === "xlsx" ? noting(lines, evidenced) : lines,
      evidence: () => registerEvidence(scope, evidenced),
      record: (file) =>
        keepManifest(scope, { kind: "credits", format, filter: said, ...counted, ...file }, now),
    };
  });
}

function filterOf(input: Omit<RegisterInput, "layout">, upTo: Ms): RegisterFilter {
  const { period = null, customer_id: customerId = null, accounting_period: month = null } = input;
  const { currency = null, status = null } = input;
  return { period, customerId, upTo, accountingPeriod: month, currency, status };
}

function saidFilter(input: RegisterInput): ExportFilter {
  const { period = null, accounting_period = null, customer_id = null, currency = null } = input;
  return {
    layout: input.layout,
    period,
    accounting_period,
    customer_id,
    currency,
    status: input.status ?? null,
  };
}

/** Writes what a file held that leaves the house; its audit row was written when it was asked for. */
export async function keepManifest(
  scope: TenantScope,
  file: Pick<Manifest, "kind" | "format" | "filter" | "rows" | "bytes" | "sha256"> & {
    totals: ReadonlyMap<string, ControlTotal>;
  },
  now: Ms,
): Promise<void> {
  const totals = sortedTotals(file.totals).map(({ currency, lines, netMinor, taxMinor, grossMinor }) => ({
    ...{ currency, lines, net_minor: netMinor, tax_minor: taxMinor, gross_minor: grossMinor },
  }));
  const made = { generator: generatorVersion, exportedAt: now, exportedBy: actorText(scope.actor) };
  await inTenant(scope, (tx) => insertManifest(tx, { ...file, ...made, totals, id: newId("manifest", now) }));
}

/** Manifests of files that left, newest first; `sha256` finds the one that a file in hand belongs to. */
export function listManifests(scope: TenantScope, input: ManifestListInput): Promise<Page<Manifest>> {
  permit(scope, "finance");
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, before }, input.sha256);
    return pageOf(rows, input.limit, (row) => [row.id]);
  });
}

/** What a credit's memo says. Throws `not_found` for another tenant's credit as for none, and before it is issued. */
export function readMemo(scope: TenantScope, creditId: string, now: Ms): Promise<MemoDocument> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const filter = { period: null, customerId: null, upTo: now, creditId };
    const [source] = await readRegister(tx, filter, { after: "", limit: 1 });
    if (source === undefined || source.memoNumber === null) throw notFound("memo");
    const [line] = registerLines(source, frameOf(tx, now));
    assert(line !== undefined, "a credit has a line of its own");
    const legal = (await readSettings(tx))?.legal ?? null;
    const actors = await actorNames(
      tx,
      source.approvals.map(({ by }) => by),
    );
    return { organizationName: (await ownOrganization(tx))?.name ?? "", legal, line, actors };
  });
}

function frameOf(tx: TenantTx, now: Ms): RegisterFrame {
  return { organizationId: tx.organizationId, publicUrl: env().publicUrl, now };
}

async function checkCustomer(tx: TenantTx, id: string | null): Promise<void> {
  if (id === null || (await findCustomer(tx, id))) return;
  const errors = [{ path: "customer_id", message: "names no customer" }];
  throw new AppError("not_found", "No such customer.", { errors });
}

function refuseTooLong(
  { format, layout }: Pick<RegisterInput, "layout"> & { format: RegisterFormat },
  { lines, creditNotes }: { lines: number; creditNotes: number },
): void {
  if (layout === "xero" && creditNotes > xeroDocumentsMax)
    throw invalid(
      "layout",
      `takes ${xeroDocumentsMax} credit notes a file for xero, and these are ${creditNotes}: choose a period or a customer`,
    );
  const count = layout === "generic" || layout === "accrual" ? lines : creditNotes;
  if (count > mostLines[format])
    throw invalid(
      "period",
      `leaves ${count} lines, and a ${format} file holds ${mostLines[format]}: choose less, or CSV`,
    );
}

/** Credits after one id: as they are, or as they stood when their month was locked. */
type ReadPage = (after: string) => Promise<RegisterSource[]>;

function pagesOf(scope: TenantScope, filter: RegisterFilter, lockedMonth: string | undefined): ReadPage {
  return (after) =>
    inTenant(scope, (tx) => {
      const page = { after, limit: batchSize };
      return lockedMonth ? readAccountingLines(tx, lockedMonth, page) : readRegister(tx, filter, page);
    });
}

/** The lines as they are, with what their evidence is asked by kept aside: as many as are shown, and one more. */
async function* noting(
  lines: AsyncIterable<RegisterLine>,
  evidenced: EvidencedLine[],
): AsyncGenerator<RegisterLine> {
  for await (const line of lines) {
    const { lineId, number, source } = line;
    const isOwn = lineId === source.id;
    if (isOwn && evidenced.length <= evidencedMax)
      evidenced.push({ lineId, number, statementId: source.statementId, timezone: source.timezone });
    yield line;
  }
}

async function* linesOf(
  read: ReadPage,
  filter: RegisterFilter,
  frame: RegisterFrame,
  layout: Layout,
  counted: { rows: number; totals: Map<string, ControlTotal> },
): AsyncGenerator<RegisterLine> {
  for (let after = ""; ; ) {
    const batch = await read(after);
    for (const line of batch.flatMap((source) => registerLines(source, frame))) {
      if (!layout.takes(line) || !isAsked(line, filter)) continue;
      counted.rows += 1;
      addToTotals(counted.totals, line);
      yield line;
    }
    const last = batch.at(-1);
    if (last === undefined || batch.length < batchSize) return;
    after = last.id;
  }
}

/** A month of the books has the postings of that month alone, and a locked one is asked for in memory. */
function isAsked(line: RegisterLine, filter: RegisterFilter): boolean {
  const { accountingPeriod = null, currency = null, status = null, customerId } = filter;
  const { source } = line;
  if (accountingPeriod !== null && line.postingDate?.slice(0, 7) !== accountingPeriod) return false;
  if (currency !== null && source.currency !== currency) return false;
  if (customerId !== null && source.customerId !== customerId) return false;
  return status === null || line.status === status || line.lineId !== source.id;
}
