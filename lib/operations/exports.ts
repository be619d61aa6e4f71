import { inTenant, type TenantTx } from "@/db/client";
import { readSettings } from "@/db/queries/credit";
import { findCustomer } from "@/db/queries/customer";
import { ownOrganization } from "@/db/queries/organization";
import { countRegister, type RegisterFilter, readRegister } from "@/db/queries/register";
import { AppError, assert, invalid, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import {
  type RegisterFormat,
  type RegisterFrame,
  type RegisterInput,
  type RegisterLine,
  registerLines,
} from "@/lib/domain/register";
import { type Layout, layouts } from "@/lib/domain/register-layout";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { defaultZone } from "./finance-settings";
import { audit } from "./record";

/** Credits read at once; nothing more is held however long the register is. */
const batchSize = 500;

/** Most lines of a file that is made whole before it is sent; CSV and JSON have no end. */
const mostLines: Readonly<Record<RegisterFormat, number>> = {
  csv: Number.POSITIVE_INFINITY,
  json: Number.POSITIVE_INFINITY,
  xlsx: 10_000,
  pdf: 5_000,
};

/** Xero takes no more documents in one file (SLA.md part 4). */
const xeroDocumentsMax = 500;

export type RegisterExport = {
  organizationName: string;
  layout: Layout;
  /** Each line as the layout takes them, in an order that no later act changes; read as it is taken. */
  lines: AsyncIterable<RegisterLine>;
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
  const { period = null, customer_id: customerId = null } = input;
  const filter: RegisterFilter = { period, customerId, upTo: now };
  return inTenant(scope, async (tx) => {
    await checkCustomer(tx, customerId);
    const count = await countRegister(tx, filter);
    refuseTooLong(input, count);
    const organization = await ownOrganization(tx);
    const act = { action: "credits.export", objectType: "credit_register", objectId: tx.organizationId };
    const { format, layout } = input;
    await audit(tx, scope, { ...act, after: { format, layout, period, customer_id: customerId } }, now);
    const frame = await frameOf(tx, now);
    return {
      organizationName: organization?.name ?? "",
      layout: layouts[layout],
      lines: linesOf(scope, filter, frame, layouts[layout]),
    };
  });
}

export type MemoDocument = { organizationName: string; line: RegisterLine };

/** What a credit's memo says. Throws `not_found` for another tenant's credit as for none, and before it is issued. */
export function readMemo(scope: TenantScope, creditId: string, now: Ms): Promise<MemoDocument> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const filter = { period: null, customerId: null, upTo: now, creditId };
    const [source] = await readRegister(tx, filter, { after: "", limit: 1 });
    if (source === undefined || source.memoNumber === null) throw notFound("memo");
    const [line] = registerLines(source, await frameOf(tx, now));
    assert(line !== undefined, "a credit has a line of its own");
    return { organizationName: (await ownOrganization(tx))?.name ?? "", line };
  });
}

async function frameOf(tx: TenantTx, now: Ms): Promise<RegisterFrame> {
  const bookingZone = (await readSettings(tx))?.timezone ?? defaultZone;
  return { organizationId: tx.organizationId, bookingZone, publicUrl: env().publicUrl, now };
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
  const count = layout === "generic" ? lines : creditNotes;
  if (count > mostLines[format])
    throw invalid(
      "period",
      `leaves ${count} lines, and a ${format} file holds ${mostLines[format]}: choose less, or CSV`,
    );
}

async function* linesOf(
  scope: TenantScope,
  filter: RegisterFilter,
  frame: RegisterFrame,
  layout: Layout,
): AsyncGenerator<RegisterLine> {
  for (let after = ""; ; ) {
    const page = { after, limit: batchSize };
    const batch = await inTenant(scope, (tx) => readRegister(tx, filter, page));
    for (const source of batch) yield* registerLines(source, frame).filter(layout.takes);
    const last = batch.at(-1);
    if (last === undefined || batch.length < batchSize) return;
    after = last.id;
  }
}
