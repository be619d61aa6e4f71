import { z } from "zod";
import {
  appealInput,
  applyInput,
  approveInput,
  claimInput,
  creditKinds,
  creditListInput,
  creditStatuses,
  denyInput,
  issueInput,
  memoKinds,
  payOutInput,
  voidInput,
} from "@/lib/domain/credit";
import { formatInstant } from "@/lib/domain/time";
import { appealCredit, claimCredit } from "@/lib/operations/credit-claims";
import {
  applyCredit,
  approveCredit,
  type CreditView,
  denyCredit,
  getCredit,
  issueCredit,
  listCredits,
  payOutCredit,
  voidCredit,
} from "@/lib/operations/credits";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const money = z.object({ currency: z.string(), amount_minor: z.int() });

const memo = z
  .object({
    id: z.string(),
    number: z.string(),
    kind: z.enum(memoKinds),
    reverses: z.string().nullable(),
    issued_at: instant,
    issued_by: z.string(),
    posting_date: z.string().meta({ description: "The day of the books." }),
  })
  .meta({ id: "Memo" });

const credit = z
  .object({
    id: z.string(),
    statement_id: z.string(),
    contract_id: z.string(),
    commitment_id: z.string(),
    customer_id: z.string(),
    customer_name: z.string(),
    service: z.string(),
    period: z.string().meta({ description: "The statement's month.", example: "2026-10" }),
    kind: z.enum(creditKinds),
    status: z.enum(creditStatuses),
    amount: money,
    tax: money.nullable(),
    gross: money.nullable(),
    credit_days: z.int(),
    data_sufficient: z.boolean(),
    claim: z.object({
      required: z.boolean(),
      deadline: instant.nullable(),
      filed_at: instant.nullable(),
      evidence: z.string().nullable(),
    }),
    approvals: z.array(z.object({ by: z.string(), at: instant, note: z.string().nullable() })),
    awaits_second_approval: z.boolean(),
    needs_two_approvals: z.boolean(),
    approved_at: instant.nullable(),
    denied_reason: z.string().nullable(),
    number: z.string().nullable().meta({ description: "The memo's number, once issued." }),
    memo: memo.nullable(),
    reversal: memo.nullable(),
    issued_at: instant.nullable(),
    applied: z.object({ amount_minor: z.int(), invoice_number: z.string().nullable() }),
    settled_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.int(),
  })
  .meta({ id: "Credit" });

function presentMemo(row: CreditView["memo"]): z.input<typeof memo> | null {
  if (row === null) return null;
  const { id, number, kind, reverses, issuedAt, issuedBy: issued_by, postingDate: posting_date } = row;
  return { id, number, kind, reverses, issued_at: formatInstant(issuedAt), issued_by, posting_date };
}

function present(view: CreditView): z.input<typeof credit> {
  const { currency } = view;
  const amountOf = (minor: number | null) => (minor === null ? null : { currency, amount_minor: minor });
  return {
    id: view.id,
    statement_id: view.statementId,
    contract_id: view.contractId,
    commitment_id: view.commitmentId,
    customer_id: view.customerId,
    customer_name: view.title.customerName,
    service: view.title.service,
    period: view.title.month,
    kind: view.kind,
    status: view.status,
    amount: { currency, amount_minor: view.amountMinor },
    tax: amountOf(view.taxMinor),
    gross: amountOf(view.grossMinor),
    credit_days: view.creditDays,
    data_sufficient: view.dataSufficient,
    claim: {
      required: view.claimRequired,
      deadline: instantOrNull(view.claimDeadline),
      filed_at: instantOrNull(view.claimedAt),
      evidence: view.evidence,
    },
    approvals: view.approvals.map(({ by, at, note }) => ({ by, at: formatInstant(at), note })),
    awaits_second_approval: view.awaitsSecond,
    needs_two_approvals: view.needsTwo,
    approved_at: instantOrNull(view.approvedAt),
    denied_reason: view.deniedReason,
    number: view.memo?.number ?? null,
    memo: presentMemo(view.memo),
    reversal: presentMemo(view.reversal),
    issued_at: instantOrNull(view.issuedAt),
    applied: { amount_minor: view.appliedMinor, invoice_number: view.appliedInvoice },
    settled_at: instantOrNull(view.settledAt),
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    version: view.version,
  };
}

const shared = { tag: "Credits", grant: "finance" } as const;
const act = { ...shared, method: "POST", answer: credit, status: 200 } as const;

function answer(view: CreditView) {
  return { body: present(view), version: view.version };
}

export const creditRoutes = [
  route({
    ...shared,
    method: "GET",
    path: "/credits",
    summary: "Credits, newest first",
    query: creditListInput,
    answer: listOf(credit),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listCredits(scope, query, now), present) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/credits/{id}",
    summary: "One credit with its memo",
    answer: credit,
    status: 200,
    async run({ scope, params, now }) {
      return answer(await getCredit(scope, params.id, now));
    },
  }),
  route({
    ...act,
    path: "/credits/{id}/claim",
    summary: "File the customer's claim, in time",
    body: claimInput,
    bodyOptional: true,
    async run({ scope, params, body, now }) {
      return answer(await claimCredit(scope, { ...body, id: params.id }, now));
    },
  }),
  route({
    ...act,
    path: "/credits/{id}/approve",
    summary: "Approve a credit; above the organization's limit two members do",
    body: approveInput,
    bodyOptional: true,
    async run({ scope, params, body, now }) {
      return answer(await approveCredit(scope, { ...body, id: params.id }, now));
    },
  }),
  route({
    ...act,
    path: "/credits/{id}/deny",
    summary: "Deny a credit; the reason goes into the audit log",
    body: denyInput,
    bodyOptional: true,
    async run({ scope, params, body, now }) {
      return answer(await denyCredit(scope, { ...body, id: params.id }, now));
    },
  }),
  route({
    ...act,
    path: "/credits/{id}/appeal",
    summary: "Take up a denied credit again, to be decided anew",
    body: appealInput,
    bodyOptional: true,
    async run({ scope, params, body, now }) {
      return answer(await appealCredit(scope, { ...body, id: params.id }, now));
    },
  }),
  route({
    ...act,
    path: "/credits/{id}/issue",
    summary: "Issue the memo, with the next number of its series and year",
    body: issueInput,
    bodyOptional: true,
    async run({ scope, params, body, now }) {
      return answer(await issueCredit(scope, { ...body, id: params.id }, now));
    },
  }),
  route({
    ...act,
    path: "/credits/{id}/apply",
    summary: "Set an issued credit off against an invoice, in part or whole",
    body: applyInput,
    bodyOptional: true,
    async run({ scope, params, body, now }) {
      return answer(await applyCredit(scope, { ...body, id: params.id }, now));
    },
  }),
  route({
    ...act,
    path: "/credits/{id}/pay-out",
    summary: "Note that an issued credit was paid in money",
    body: payOutInput,
    bodyOptional: true,
    async run({ scope, params, body, now }) {
      return answer(await payOutCredit(scope, { ...body, id: params.id }, now));
    },
  }),
  route({
    ...act,
    path: "/credits/{id}/void",
    summary: "Take an issued credit back by a reversing memo; the reason goes into the audit log",
    body: voidInput,
    bodyOptional: true,
    async run({ scope, params, body, now }) {
      return answer(await voidCredit(scope, { ...body, id: params.id }, now));
    },
  }),
];
