import { z } from "zod";
import { monthField } from "./accounting-period";
import { type Approval, type CreditKind, type CreditStatus, creditStatuses, statusAt } from "./credit";
import type { Accounting } from "./customer";
import type { LegalEntity } from "./finance-settings";
import { currencyExponent } from "./sla/money";
import type { SlaResult } from "./sla/result";
import type { StatementInputs } from "./statement";
import { formatInstant, type Ms } from "./time";

const registerLayouts = ["generic", "xero", "quickbooks", "netsuite", "accrual"] as const;
export type RegisterLayout = (typeof registerLayouts)[number];
export type RegisterFormat = "csv" | "xlsx" | "pdf" | "json";

/** Query of `GET /exports/credits.*`; `period` is the month of the period's last local date. */
export const registerInput = z.strictObject({
  period: monthField.optional(),
  /** The month of the books; a locked one gives the same bytes for ever. */
  accounting_period: monthField.optional(),
  customer_id: z.string().max(100).optional(),
  currency: z.string().max(3).optional(),
  status: z.enum(creditStatuses).optional(),
  layout: z.enum(registerLayouts, `must be one of ${registerLayouts.join(", ")}`).default("generic"),
});
export type RegisterInput = z.output<typeof registerInput>;

/** A credit with everything that its lines in the register say, as it is stored. Amounts are positive. */
export type RegisterSource = {
  id: string;
  statementId: string;
  commitmentId: string;
  contractId: string;
  customerId: string;
  kind: CreditKind;
  status: CreditStatus;
  currency: string;
  amountMinor: number;
  taxMinor: number | null;
  grossMinor: number | null;
  claimRequired: boolean;
  claimDeadline: Ms | null;
  claimedAt: Ms | null;
  approvals: readonly Approval[];
  approvedAt: Ms | null;
  issuedAt: Ms | null;
  appliedInvoice: string | null;
  settledAt: Ms | null;
  memoNumber: string | null;
  postingDate: string | null;
  reversalId: string | null;
  reversalNumber: string | null;
  reversedAt: Ms | null;
  reversalDate: string | null;
  /** The newest memo issued for the same period before a restatement. */
  earlierNumber: string | null;
  customerName: string;
  customerExternalId: string | null;
  customerEmail: string | null;
  customerAddress: string | null;
  customerTaxId: string | null;
  accounting: Accounting | null;
  timezone: string;
  service: string;
  termsVersion: number;
  targetPercent: string;
  taxPercent: string | null;
  feeMinor: number;
  invoiceNumber: string | null;
  inputs: StatementInputs;
  result: SlaResult;
  resultHash: string;
};

/** Who exports, and where statements are read. */
export type RegisterFrame = { organizationId: string; publicUrl: string; now: Ms };

/**
 * One line of the register: a credit, or the memo that took one back. Amounts are signed: what the customer owes is
 * negative, so that a column sums to what is granted.
 */
export type RegisterLine = {
  source: RegisterSource;
  tenantId: string;
  lineId: string;
  number: string | null;
  originalNumber: string | null;
  type: CreditKind;
  status: CreditStatus;
  exponent: number;
  netMinor: number;
  taxMinor: number | null;
  grossMinor: number;
  issuedAt: Ms | null;
  /** `YYYY-MM-DD`, the day of the books; null until a memo is issued. */
  postingDate: string | null;
  evidenceUrl: string;
};

/** A memo on paper: who sends it, and its line of the register. */
export type MemoDocument = {
  organizationName: string;
  legal: LegalEntity | null;
  line: RegisterLine;
  /** Names of those who approved, by the text that is kept of them; who has left has none. */
  actors: ReadonlyMap<string, string>;
};

/** The lines of a credit in order: its own, then its reversal. */
export function registerLines(source: RegisterSource, frame: RegisterFrame): RegisterLine[] {
  const { kind } = source;
  const own = lineOf(source, frame, {
    type: kind,
    lineId: source.id,
    number: source.memoNumber,
    originalNumber: kind === "credit" ? null : source.earlierNumber,
    status: statusAt(source, frame.now),
    issuedAt: source.issuedAt,
    postingDate: source.postingDate,
  });
  if (source.reversalId === null) return [own];
  const reversal = lineOf(source, frame, {
    type: kind === "adjustment_debit" ? "adjustment_credit" : "adjustment_debit",
    lineId: source.reversalId,
    number: source.reversalNumber,
    originalNumber: source.memoNumber,
    status: "issued",
    issuedAt: source.reversedAt,
    postingDate: source.reversalDate,
  });
  return [own, reversal];
}

type Document = Pick<
  RegisterLine,
  "type" | "lineId" | "number" | "originalNumber" | "status" | "issuedAt" | "postingDate"
>;

function lineOf(source: RegisterSource, frame: RegisterFrame, document: Document): RegisterLine {
  const sign = document.type === "adjustment_debit" ? -1 : 1;
  const { amountMinor, taxMinor, grossMinor } = source;
  return {
    ...document,
    source,
    tenantId: frame.organizationId,
    exponent: currencyExponent(source.currency) ?? 2,
    netMinor: sign * amountMinor,
    taxMinor: taxMinor === null ? null : sign * taxMinor,
    grossMinor: sign * (grossMinor ?? amountMinor),
    evidenceUrl: `${frame.publicUrl}/api/v1/statements/${source.statementId}`,
  };
}

/** Minor units as decimal text with exactly the currency's decimals: 1250 of 2 is `12.50`, of 0 `1250`. */
export function decimalAmount(minor: number, exponent: number): string {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const sign = minor < 0 ? "-" : "";
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Whether a cap took at least one minor unit; rounding alone never takes that much. */
export function capTook({ credit_exact_minor, credit_minor }: SlaResult, carriedInMinor: number): boolean {
  const [numerator = "0", denominator = "1"] = credit_exact_minor.split("/");
  const least = BigInt(credit_minor) + 1n - BigInt(carriedInMinor);
  return credit_minor > 0 && BigInt(numerator) >= least * BigInt(denominator);
}

/** What a file's amounts sum to in one currency; every figure is the sum of that column. */
export type ControlTotal = {
  currency: string;
  lines: number;
  netMinor: number;
  taxMinor: number;
  grossMinor: number;
};

/** Adds a line to the totals of its currency. */
export function addToTotals(totals: Map<string, ControlTotal>, line: RegisterLine): void {
  const { currency } = line.source;
  const total = totals.get(currency) ?? { currency, lines: 0, netMinor: 0, taxMinor: 0, grossMinor: 0 };
  total.lines += 1;
  total.netMinor += line.netMinor;
  total.taxMinor += line.taxMinor ?? 0;
  total.grossMinor += line.grossMinor;
  totals.set(currency, total);
}

/** In order of currency. */
export function sortedTotals(totals: ReadonlyMap<string, ControlTotal>): ControlTotal[] {
  return [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** `2026-10-05T00:00:00.000Z`, or nothing. */
export function instantText(instant: Ms | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
