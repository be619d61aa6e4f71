import type { RegisterLine, RegisterSource } from "@/lib/domain/register";
import { registerLines } from "@/lib/domain/register";
import type { RegisterEvidence } from "@/lib/domain/register-evidence";
import type { SlaResult } from "@/lib/domain/sla/result";

const result: SlaResult = {
  period_start: "2026-10-01T00:00:00Z",
  period_end: "2026-11-01T00:00:00Z",
  period_seconds: 2_678_400,
  active_seconds: 2_678_400,
  out_of_hours_seconds: 0,
  excluded_seconds: 0,
  unknown_seconds: 0,
  counted_seconds: 2_678_400,
  downtime_seconds: 36_000,
  downtime_exact: "36000/1",
  uptime_ratio: "367/372",
  uptime_percent: "98.655913",
  compared_percent: "98.655913",
  data_sufficient: true,
  breached: true,
  tier: "T2",
  credit_percent: "25.000000",
  credit_exact_minor: "25000/1",
  credit_minor: 25_000,
  credit_days: 0,
  carried_forward_minor: 0,
  tax_minor: null,
  gross_minor: null,
  claim: { deadline: null, status: "not_required", payable_minor: 25_000 },
  adjustment: null,
  segments: null,
  ops: null,
};

const source: RegisterSource = {
  id: "crd_1",
  statementId: "stm_1",
  commitmentId: "cmt_1",
  contractId: "ctr_1",
  customerId: "cus_1",
  kind: "credit",
  status: "issued",
  currency: "EUR",
  amountMinor: 25_000,
  taxMinor: 4_750,
  grossMinor: 29_750,
  claimRequired: false,
  claimDeadline: null,
  claimedAt: null,
  approvals: [{ by: "user:usr_1", at: Date.UTC(2026, 10, 2), note: null }],
  approvedAt: Date.UTC(2026, 10, 2),
  issuedAt: Date.UTC(2026, 10, 30, 23, 30),
  appliedInvoice: null,
  settledAt: null,
  memoNumber: "CN-2026-000001",
  postingDate: "2026-12-01",
  reversalDate: null,
  reversalId: null,
  reversalNumber: null,
  reversedAt: null,
  earlierNumber: null,
  customerName: "Northwind",
  customerExternalId: "C-1",
  customerEmail: "ap@northwind.example",
  customerAddress: "1 Harbour Road\nRotterdam",
  customerTaxId: "NL123456789B01",
  accounting: { gl_account: "4000", tax_code: "S", cost_centre: "SLA" },
  timezone: "UTC",
  service: "Checkout",
  termsVersion: 1,
  targetPercent: "99.9",
  taxPercent: "19",
  feeMinor: 100_000,
  invoiceNumber: "INV-7",
  inputs: {
    carriedInMinor: 0,
    capRemainingMinor: null,
    maintenanceUsedBeforeSeconds: 0,
    claimFiledAt: null,
    priorCreditMinor: null,
    invoiceAmountMinor: null,
  },
  result,
  resultHash: "ab".repeat(32),
};

const frame = {
  organizationId: "org_1",
  publicUrl: "https://probity.example",
  now: Date.UTC(2026, 11, 1),
};

/** The lines of an issued credit of 250.00 euros with 19 % tax, changed as the test says. */
export function linesWith(changes: Partial<RegisterSource> = {}): RegisterLine[] {
  return registerLines({ ...source, ...changes }, frame);
}

/** The ten hours behind a line. */
export function evidenceWith({
  lineId,
  number,
  source: { statementId, timezone },
}: RegisterLine): RegisterEvidence {
  const from = Date.UTC(2026, 9, 5);
  const row = {
    ...{ incidentId: null, componentIds: ["cmp_1"], from, to: from + 36_000_000, kind: "downtime" as const },
    ...{
      reason: "Outage.",
      state: "major_outage",
      factor: "1/1",
      countedMs: 36_000_000,
      excludedMs: 0,
      unknownMs: 0,
    },
    ...{ source: "check" as const, firstObservationId: "cmp_1#2", recordedAt: from, supersedes: null },
    entries: [{ componentId: "cmp_1", seq: 2 }],
  };
  return { line: { lineId, number, statementId, timezone }, row };
}

/** Lines as an operation hands them over. */
export async function* stream<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** All the bytes of a file that is made piece by piece. */
export async function bytesFrom(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
