import { z } from "zod";
import { invoiceInput } from "@/lib/domain/credit";
import { statementListInput } from "@/lib/domain/statement";
import { vectorText } from "@/lib/domain/vector-text";
import { closeStatement } from "@/lib/operations/closing";
import { type StatementFormat, statementFormats } from "@/lib/operations/statement-files";
import { exportVector, getStatement, listStatements, setInvoice } from "@/lib/operations/statements";
import { auditPackFile } from "../audit-pack-file";
import { listOf, presentPage } from "../present";
import { presentStatement, statementSchema } from "../present-statement";
import { contentTypes } from "../register-file";
import { route } from "../route";
import { statementFile, statementFileTypes } from "../statement-file";

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

const packRoute = route({
  ...{ ...shared, method: "GET", status: 200, contentType: contentTypes.zip },
  path: "/statements/{id}/audit-pack.zip",
  summary: "A closed statement with all it rests on, which `probity verify` checks offline",
  async run({ scope, params, now }) {
    return { stream: await auditPackFile(scope, params.id, now) };
  },
});

export const statementRoutes = [
  route({
    ...shared,
    method: "GET",
    path: "/statements",
    summary: "Statements, latest period first; what is not closed is computed now",
    query: statementListInput,
    answer: listOf(statementSchema),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listStatements(scope, query, now), presentStatement) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/statements/{id}",
    summary: "One statement with its working",
    answer: statementSchema,
    status: 200,
    async run({ scope, params, now }) {
      return { body: presentStatement(await getStatement(scope, params.id, now)) };
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
      return { body: vectorText(await exportVector(scope, params.id, now)) };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/statements/{id}/close",
    summary: "Book a period; it never changes again",
    body: z.strictObject({}),
    bodyOptional: true,
    answer: statementSchema,
    status: 200,
    async run({ scope, params, now }) {
      return { body: presentStatement(await closeStatement(scope, params.id, now)) };
    },
  }),
  route({
    ...shared,
    method: "PUT",
    path: "/statements/{id}/invoice",
    summary: "Note the invoice the period was billed with, before the close",
    body: invoiceInput,
    answer: statementSchema,
    status: 200,
    async run({ scope, params, body, now }) {
      return { body: presentStatement(await setInvoice(scope, { ...body, id: params.id }, now)) };
    },
  }),
  ...fileRoutes,
  packRoute,
];
