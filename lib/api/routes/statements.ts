import { z } from "zod";
import { invoiceInput } from "@/lib/domain/credit";
import { resultSchema } from "@/lib/domain/sla/result";
import type { Vector } from "@/lib/domain/sla/vector";
import {
  type StatementView,
  statementListInput,
  statementStatuses,
  workingKinds,
} from "@/lib/domain/statement";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { closeStatement } from "@/lib/operations/closing";
import { type StatementFormat, statementFormats } from "@/lib/operations/statement-files";
import { exportVector, getStatement, listStatements, setInvoice } from "@/lib/operations/statements";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";
import { statementFile, statementFileTypes } from "../statement-file";

const statement = z
  .object({
    id: z.string(),
    contract_id: z.string(),
    commitment_id: z.string(),
    customer_id: z.string(),
    customer_name: z.string(),
    contract_name: z.string(),
    service: z.string(),
    period: z.object({ from: instant, to: instant }),
    month: z.string(),
    status: z.enum(statementStatuses),
    revision: z.int(),
    restates: z.string().nullable(),
    superseded_by: z.string().nullable(),
    ready_at: instant,
    closed_at: instant.nullable(),
    closed_by: z.string().nullable(),
    known_at: instant,
    terms_version: z.int(),
    engine_version: z.string(),
    invoice: z.object({ number: z.string(), amount_minor: z.int().nullable(), date: z.string() }).nullable(),
    currency: z.string(),
    heads: z.array(z.object({ component_id: z.string(), seq: z.int(), hash: z.string() })),
    result: resultSchema.nullable(),
    complaint: z.string().nullable().meta({ description: "Why there is no result." }),
    projection: z
      .object({
        elapsed_seconds: z.int(),
        budget_consumed: z.string().nullable(),
        burn_rate: z.string().nullable(),
        at_risk: z.boolean(),
        likely_credit_minor: z.int(),
      })
      .nullable()
      .meta({ description: "How the period goes while it runs; shares are exact fractions." }),
    result_hash: z.string().nullable(),
    working: z.array(
      z.object({
        from: instant,
        to: instant,
        kind: z.enum(workingKinds),
        reason: z.string(),
        factor: z.string().nullable().meta({ description: "The exact share that was down." }),
        entries: z.array(z.object({ component_id: z.string(), seq: z.int() })),
      }),
    ),
    credit_id: z.string().nullable(),
  })
  .meta({ id: "Statement" });

function present(view: StatementView): z.input<typeof statement> {
  return {
    id: view.id,
    contract_id: view.contractId,
    commitment_id: view.commitmentId,
    customer_id: view.customerId,
    customer_name: view.customerName,
    contract_name: view.contractName,
    service: view.service,
    period: { from: formatInstant(view.period.from), to: formatInstant(view.period.to) },
    month: view.month,
    status: view.status,
    revision: view.revision,
    restates: view.restates,
    superseded_by: view.supersededBy,
    ready_at: formatInstant(view.readyAt),
    closed_at: instantOrNull(view.closedAt),
    closed_by: view.closedBy,
    known_at: formatInstant(view.knownAt),
    terms_version: view.termsVersion,
    engine_version: view.engineVersion,
    invoice: view.invoice && {
      number: view.invoice.number,
      amount_minor: view.invoice.amountMinor,
      date: view.invoice.date,
    },
    currency: view.currency,
    heads: view.heads.map(({ componentId, seq, hash }) => ({ component_id: componentId, seq, hash })),
    result: view.result,
    complaint: view.complaint,
    projection: view.projection && {
      elapsed_seconds: view.projection.elapsedSeconds,
      budget_consumed: view.projection.budgetConsumed,
      burn_rate: view.projection.burnRate,
      at_risk: view.projection.isAtRisk,
      likely_credit_minor: view.projection.likelyCreditMinor,
    },
    result_hash: view.resultHash,
    working: view.working.map(({ from, to, kind, reason, factor, entries }) => ({
      ...{ from: formatInstant(from), to: formatInstant(to), kind, reason, factor },
      entries: entries.map(({ componentId, seq }) => ({ component_id: componentId, seq })),
    })),
    credit_id: view.creditId,
  };
}

const dated: ReadonlySet<string> = new Set([
  "from",
  "to",
  "starts_at",
  "ends_at",
  "effective_from",
  "announced_at",
  "planned_from",
  "planned_to",
  "claim_filed_at",
]);

/** A vector as `POST /sla/evaluate` takes it: instants as text. */
function presentVector(vector: Vector): unknown {
  return written(vector, "");
}

function written(value: unknown, name: string): unknown {
  if (typeof value === "number" && dated.has(name)) return formatInstant(value as Ms);
  if (Array.isArray(value)) return value.map((each) => written(each, ""));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, written(each, key)]));
}

const shared = { tag: "Statements", grant: "finance" } as const;

const fileSummaries: Readonly<Record<StatementFormat, string>> = {
  "statement.pdf": "The statement as a document to send",
  "statement.xlsx": "The statement as a workbook: its arithmetic, and its evidence on the second sheet",
  "evidence.csv": "The evidence appendix; its columns of seconds sum to the statement's",
};

const fileRoutes = statementFormats.map((format) =>
  route({
    ...{ ...shared, method: "GET", status: 200, summary: fileSummaries[format] },
    path: `/statements/{id}/${format}`,
    contentType: statementFileTypes[format],
    async run({ scope, params, now }) {
      return { stream: await statementFile(scope, params.id, format, now) };
    },
  }),
);

export const statementRoutes = [
  route({
    ...shared,
    method: "GET",
    path: "/statements",
    summary: "Statements, latest period first; what is not closed is computed now",
    query: statementListInput,
    answer: listOf(statement),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listStatements(scope, query, now), present) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/statements/{id}",
    summary: "One statement with its working",
    answer: statement,
    status: 200,
    async run({ scope, params, now }) {
      return { body: present(await getStatement(scope, params.id, now)) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/statements/{id}/vector",
    summary: "The rows and terms that POST /sla/evaluate computes to this statement's result",
    answer: z.record(z.string(), z.unknown()),
    status: 200,
    async run({ scope, params, now }) {
      return { body: presentVector(await exportVector(scope, params.id, now)) };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/statements/{id}/close",
    summary: "Book a period; it never changes again",
    body: z.strictObject({}),
    bodyOptional: true,
    answer: statement,
    status: 200,
    async run({ scope, params, now }) {
      return { body: present(await closeStatement(scope, params.id, now)) };
    },
  }),
  route({
    ...shared,
    method: "PUT",
    path: "/statements/{id}/invoice",
    summary: "Note the invoice the period was billed with, before the close",
    body: invoiceInput,
    answer: statement,
    status: 200,
    async run({ scope, params, body, now }) {
      return { body: present(await setInvoice(scope, { ...body, id: params.id }, now)) };
    },
  }),
  ...fileRoutes,
];
