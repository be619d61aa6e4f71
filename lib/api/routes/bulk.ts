import { z } from "zod";
import { type BulkReport, bulkApproveInput, bulkCloseInput, bulkIssueInput } from "@/lib/domain/bulk";
import { approveInBulk } from "@/lib/operations/bulk-approval";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { issueInBulk } from "@/lib/operations/bulk-issue";
import { route } from "../route";

const report = z
  .object({
    dry_run: z.boolean(),
    done: z.int().meta({ description: "How many were not refused; on a dry run, would not be." }),
    refused: z.int(),
    totals: z.array(z.object({ currency: z.string(), count: z.int(), amount_minor: z.int() })),
    items: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(["done", "would_be_done", "refused"]),
        refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
        currency: z.string().nullable(),
        amount_minor: z.int(),
        memo_number: z.string().nullable().meta({ description: "The memo that issuing made." }),
      }),
    ),
    more: z.boolean().meta({ description: "The filter has others still: send the same call again." }),
  })
  .meta({ id: "BulkReport" });

function present({ dryRun, items, done, refused, totals, more }: BulkReport): z.input<typeof report> {
  return {
    ...{ dry_run: dryRun, done, refused, more },
    totals: totals.map(({ currency, count, amountMinor }) => ({
      currency,
      count,
      amount_minor: amountMinor,
    })),
    items: items.map(({ id, refusal, currency, amountMinor, memoNumber = null }) => ({
      ...{ id, refusal, currency, amount_minor: amountMinor, memo_number: memoNumber },
      outcome: refusal ? "refused" : dryRun ? "would_be_done" : "done",
    })),
  };
}

/** Many transactions each, so that a crash loses at most one batch: a repeated key meets a lease (`leavesHouse`). */
const shared = { method: "POST", grant: "finance", status: 200, answer: report, leavesHouse: true } as const;

export const bulkRoutes = [
  route({
    ...shared,
    tag: "Statements",
    path: "/statements/close",
    summary: "Close many statements by ids or filter, or preview it with dry_run; safe to send again",
    body: bulkCloseInput,
    async run({ scope, body, now }) {
      return { body: present(await closeInBulk(scope, body, now)) };
    },
  }),
  route({
    ...shared,
    tag: "Credits",
    path: "/credits/approve",
    summary: "Approve many credits by ids or filter, or preview it with dry_run; safe to send again",
    body: bulkApproveInput,
    async run({ scope, body, now }) {
      return { body: present(await approveInBulk(scope, body, now)) };
    },
  }),
  route({
    ...shared,
    tag: "Credits",
    path: "/credits/issue",
    summary:
      "Issue the memos of many approved credits by ids or filter, or preview it with dry_run; safe to send again",
    body: bulkIssueInput,
    async run({ scope, body, now }) {
      return { body: present(await issueInBulk(scope, body, now)) };
    },
  }),
];
