import { capTook, decimalAmount, instantText, type RegisterLayout, type RegisterLine } from "./register";
import { harmless } from "./sheet-text";
import { localDate } from "./sla/calendar";

/**
 * What a column holds. `text` was written by people and may look like a formula; `exact` is ours (ids, dates, codes);
 * `integer`, `decimal` and `amount` are numbers, an amount with its currency's decimals.
 */
type ColumnKind = "text" | "exact" | "integer" | "decimal" | "amount";

export type Column = {
  name: string;
  kind: ColumnKind;
  /** Numbers are decimal text; null is an empty cell. */
  of(line: RegisterLine): string | number | null;
};

/** The columns of a file and which lines it takes. */
export type Layout = { columns: readonly Column[]; takes(line: RegisterLine): boolean };

const column = (name: string, kind: ColumnKind, of: Column["of"]): Column => ({ name, kind, of });
const amount = (minor: number, line: RegisterLine) => decimalAmount(minor, line.exponent);

const whoColumns: readonly Column[] = [
  column("schema_version", "exact", () => "1"),
  column("line_id", "exact", (line) => line.lineId),
  column("credit_note_number", "exact", (line) => line.number),
  column("type", "exact", (line) => line.type),
  column("status", "exact", (line) => line.status),
  column("tenant_id", "exact", (line) => line.tenantId),
  column("customer_id", "exact", ({ source }) => source.customerId),
  column("customer_external_id", "text", ({ source }) => source.customerExternalId),
  column("customer_name", "text", ({ source }) => source.customerName),
  column("contract_id", "exact", ({ source }) => source.contractId),
  column("contract_version", "integer", ({ source }) => source.termsVersion),
  column("commitment_id", "exact", ({ source }) => source.commitmentId),
  column("service", "text", ({ source }) => source.service),
];

const measuredColumns: readonly Column[] = [
  column("period_start", "exact", ({ source }) => source.result.period_start),
  column("period_end", "exact", ({ source }) => source.result.period_end),
  column("period_timezone", "exact", ({ source }) => source.timezone),
  column("period_seconds", "integer", ({ source }) => source.result.period_seconds),
  column("counted_seconds", "integer", ({ source }) => source.result.counted_seconds),
  column("downtime_seconds", "integer", ({ source }) => source.result.downtime_seconds),
  column("excluded_seconds", "integer", ({ source }) => source.result.excluded_seconds),
  column("unknown_seconds", "integer", ({ source }) => source.result.unknown_seconds),
  column("uptime_percent", "exact", ({ source }) => source.result.uptime_percent),
  column("uptime_ratio", "exact", ({ source }) => source.result.uptime_ratio),
  column("target_percent", "decimal", ({ source }) => source.targetPercent),
  column("tier", "text", ({ source }) => source.result.tier),
  column("credit_percent", "decimal", ({ source }) => source.result.credit_percent),
];

const moneyColumns: readonly Column[] = [
  column("fee_base_minor", "integer", ({ source }) => source.inputs.invoiceAmountMinor ?? source.feeMinor),
  column("currency", "exact", ({ source }) => source.currency),
  column("currency_exponent", "integer", (line) => line.exponent),
  column("credit_net_minor", "integer", (line) => line.netMinor),
  column("tax_rate_percent", "decimal", ({ source }) => source.taxPercent),
  column("tax_minor", "integer", (line) => line.taxMinor),
  column("credit_gross_minor", "integer", (line) => line.grossMinor),
  column("credit_net", "amount", (line) => amount(line.netMinor, line)),
  column("cap_applied", "exact", ({ source: { result, inputs } }) =>
    capTook(result, inputs.carriedInMinor) ? "y" : "n",
  ),
  column("carried_forward_minor", "integer", ({ source }) => source.result.carried_forward_minor),
];

const bookingColumns: readonly Column[] = [
  column("original_invoice_number", "text", ({ source }) => source.invoiceNumber),
  column("original_credit_note_number", "exact", (line) => line.originalNumber),
  column("gl_account", "text", ({ source }) => source.accounting?.gl_account ?? null),
  column("cost_centre", "text", ({ source }) => source.accounting?.cost_centre ?? null),
  column("tax_code", "text", ({ source }) => source.accounting?.tax_code ?? null),
  column("claim_id", "exact", ({ source }) => (source.claimedAt === null ? null : source.id)),
  column("claimed_at", "exact", ({ source }) => instantText(source.claimedAt)),
  column("approved_by", "exact", ({ source }) => source.approvals.map(({ by }) => by).join(" ")),
  column("approved_at", "exact", ({ source }) => instantText(source.approvedAt)),
  column("issued_at", "exact", (line) => instantText(line.issuedAt)),
  column("applied_invoice_number", "text", ({ source }) => source.appliedInvoice),
  column("applied_at", "exact", ({ source }) => instantText(source.settledAt)),
  column("statement_sha256", "exact", ({ source }) => source.resultHash),
  column("evidence_url", "exact", (line) => line.evidenceUrl),
  column("accounting_period", "exact", (line) => line.postingDate?.slice(0, 7) ?? null),
  column("posting_date", "exact", (line) => line.postingDate),
];

/** Days as the contract counts them, in its zone; the last is the day on which the next period begins. */
/** From its first date to its last, as people write it; an end that is excluded would read as a day more. */
const periodText = ({ source: { result, timezone } }: RegisterLine) =>
  [Date.parse(result.period_start), Date.parse(result.period_end) - 1]
    .map((at) => localDate(at, timezone))
    .join(" to ");
const description = (line: RegisterLine) => `Service credit for ${line.source.service}, ${periodText(line)}`;
const reference = ({ source }: RegisterLine) => source.invoiceNumber ?? source.statementId;

const xero: readonly Column[] = [
  column("*ContactName", "text", ({ source }) => source.customerName),
  column("EmailAddress", "text", ({ source }) => source.customerEmail),
  column("*CreditNoteNumber", "exact", (line) => line.number),
  column("Reference", "text", reference),
  column("*CreditNoteDate", "exact", (line) => line.postingDate),
  column("*Description", "text", description),
  column("*Quantity", "integer", () => 1),
  column("*UnitAmount", "amount", (line) => amount(line.netMinor, line)),
  column("*AccountCode", "text", ({ source }) => source.accounting?.gl_account ?? null),
  column("*TaxType", "text", ({ source }) => source.accounting?.tax_code ?? null),
  column("Currency", "exact", ({ source }) => source.currency),
];

const quickbooks: readonly Column[] = [
  column("Credit Memo No", "exact", (line) => line.number),
  column("Customer", "text", ({ source }) => source.customerName),
  column("Credit Memo Date", "exact", (line) => line.postingDate),
  column("Product/Service", "text", ({ source }) => source.service),
  column("Description", "text", description),
  column("Qty", "integer", () => 1),
  column("Rate", "amount", (line) => amount(line.netMinor, line)),
  column("Amount", "amount", (line) => amount(line.netMinor, line)),
  column("Tax code", "text", ({ source }) => source.accounting?.tax_code ?? null),
  column("Class", "text", ({ source }) => source.accounting?.cost_centre ?? null),
  column("Location", "exact", () => null),
  column("Memo", "text", reference),
];

/** Left empty, exchange rate, location and price level are NetSuite's own defaults. */
const netsuite: readonly Column[] = [
  column("External ID", "exact", (line) => line.lineId),
  column("Credit #", "exact", (line) => line.number),
  column("Customer", "text", ({ source }) => source.customerExternalId ?? source.customerName),
  column("Date", "exact", (line) => line.postingDate),
  column("Posting Period", "exact", (line) => line.postingDate?.slice(0, 7) ?? null),
  column("Currency", "exact", ({ source }) => source.currency),
  column("Exchange Rate", "exact", () => null),
  column("Department", "text", ({ source }) => source.accounting?.cost_centre ?? null),
  column("Location", "exact", () => null),
  column("Item", "text", ({ source }) => source.service),
  column("Quantity", "integer", () => 1),
  column("Price Level", "exact", () => null),
  column("Rate", "amount", (line) => amount(line.netMinor, line)),
  column("Amount", "amount", (line) => amount(line.netMinor, line)),
  column("Memo", "text", description),
  column("Apply_Applied", "text", ({ source }) => source.invoiceNumber),
  column("Apply_Payment", "amount", (line) =>
    line.source.invoiceNumber === null ? null : amount(line.grossMinor, line),
  ),
];

const booked: ReadonlySet<string> = new Set(["issued", "applied", "paid_out"]);

/** The tools import credit notes that stand; a voided memo and its reversal leave nothing to book. */
function isCreditNote({ type, status, lineId, source }: RegisterLine): boolean {
  return lineId === source.id && type !== "adjustment_debit" && booked.has(status);
}

const owed: ReadonlySet<string> = new Set(["eligible", "claimed", "approved"]);

/** Granted and not in the books yet: what an accrual has to cover. */
function isOwed({ status, lineId, source }: RegisterLine): boolean {
  return lineId === source.id && owed.has(status);
}

const accrualColumns: readonly Column[] = [
  column("claim_required", "exact", ({ source }) => (source.claimRequired ? "y" : "n")),
  column("claim_deadline", "exact", ({ source }) => instantText(source.claimDeadline)),
  column("gl_account", "text", ({ source }) => source.accounting?.gl_account ?? null),
  column("cost_centre", "text", ({ source }) => source.accounting?.cost_centre ?? null),
  column("statement_sha256", "exact", ({ source }) => source.resultHash),
  column("evidence_url", "exact", (line) => line.evidenceUrl),
];

/**
 * The layouts of SLA.md part 4. `generic` has every line, `accrual` what is granted and not booked yet; the others
 * only credit notes that stand.
 */
export const layouts: Readonly<Record<RegisterLayout, Layout>> = {
  generic: {
    columns: [...whoColumns, ...measuredColumns, ...moneyColumns, ...bookingColumns],
    takes: () => true,
  },
  xero: { columns: xero, takes: isCreditNote },
  quickbooks: { columns: quickbooks, takes: isCreditNote },
  netsuite: { columns: netsuite, takes: isCreditNote },
  accrual: {
    columns: [...whoColumns, ...measuredColumns, ...moneyColumns, ...accrualColumns],
    takes: isOwed,
  },
};

/** A cell as text: what people wrote never begins a formula, what we computed is left as it is. */
export function cellText({ kind, of }: Column, line: RegisterLine): string {
  const value = of(line);
  if (value === null) return "";
  return kind === "text" ? harmless(String(value)) : String(value);
}
