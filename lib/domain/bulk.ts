import { z } from "zod";
import { monthField } from "./accounting-period";
import { creditStatuses } from "./credit";
import { dateField } from "./sla/field";

/** Most objects that one call acts on; a filter's further ones are taken by the next call. */
export const bulkMax = 10_000;

const ids = z.array(z.string().min(1).max(100)).min(1, "must name at least one").max(bulkMax);
const shared = {
  ids: ids.optional(),
  reason: z.string().trim().min(1).max(2_000).optional(),
  /** Says what would be done, and does nothing. */
  dry_run: z.boolean().default(false),
};
const oneOf = {
  error: "must be given by ids or by a filter, and not by both",
  path: ["ids"],
};
const isOne = ({ ids, filter }: { ids?: unknown; filter?: unknown }) =>
  (ids === undefined) !== (filter === undefined);

/** Body of `POST /statements/close`: these statements, or all of a filter that are ready. */
export const bulkCloseInput = z
  .strictObject({
    ...shared,
    filter: z
      .strictObject({
        period: monthField.optional(),
        customer_id: z.string().max(100).optional(),
        contract_id: z.string().max(100).optional(),
      })
      .optional(),
  })
  .refine(isOne, oneOf)
  .meta({ id: "BulkClose" });
export type BulkCloseInput = z.output<typeof bulkCloseInput>;

/** Body of `POST /credits/approve`: these credits, or all of a filter that wait for an approval. */
export const bulkApproveInput = z
  .strictObject({
    ...shared,
    filter: z
      .strictObject({
        period: monthField.optional(),
        customer_id: z.string().max(100).optional(),
        currency: z.string().max(3).optional(),
        status: z.enum(creditStatuses).optional(),
      })
      .optional(),
  })
  .refine(isOne, oneOf)
  .meta({ id: "BulkApproval" });
export type BulkApproveInput = z.output<typeof bulkApproveInput>;

/** Body of `POST /credits/issue`: the memos of these credits, or of all of a filter that are approved. */
export const bulkIssueInput = z
  .strictObject({
    ...shared,
    /** The day of the books, in a period that is open; today when left out. */
    posting_date: dateField.optional(),
    filter: z
      .strictObject({
        period: monthField.optional(),
        customer_id: z.string().max(100).optional(),
        currency: z.string().max(3).optional(),
      })
      .optional(),
  })
  .refine(isOne, oneOf)
  .meta({ id: "BulkIssue" });
export type BulkIssueInput = z.output<typeof bulkIssueInput>;

/** What became, or would become, of one of many: `refusal` says why nothing did. */
export type BulkItem = {
  id: string;
  refusal: { code: string; message: string } | null;
  currency: string | null;
  amountMinor: number;
  /** The number of the memo that was made. */
  memoNumber?: string;
};

type BulkTotal = { currency: string; count: number; amountMinor: number };

/** `more`: the filter has others still. */
export type BulkReport = {
  dryRun: boolean;
  items: readonly BulkItem[];
  done: number;
  refused: number;
  totals: readonly BulkTotal[];
  more: boolean;
};

/** The report of items; totals are per currency, of what was not refused. */
export function bulkReport(items: readonly BulkItem[], dryRun: boolean, more: boolean): BulkReport {
  const totals = new Map<string, BulkTotal>();
  for (const { refusal, currency, amountMinor } of items) {
    if (refusal !== null || currency === null) continue;
    const total = totals.get(currency) ?? { currency, count: 0, amountMinor: 0 };
    totals.set(currency, {
      currency,
      count: total.count + 1,
      amountMinor: total.amountMinor + amountMinor,
    });
  }
  const refused = items.filter(({ refusal }) => refusal !== null).length;
  return {
    ...{ dryRun, items, more, refused },
    done: items.length - refused,
    totals: [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}
