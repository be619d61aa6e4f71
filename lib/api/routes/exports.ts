import { type RegisterFormat, type RegisterInput, registerInput } from "@/lib/domain/register";
import { exportRegister, type RegisterExport, readMemo } from "@/lib/operations/exports";
import { csvOf } from "@/lib/render/csv";
import { memoPdf } from "@/lib/render/pdf-memo";
import { registerPdf } from "@/lib/render/pdf-register";
import { registerJson } from "@/lib/render/register-json";
import { xlsxOf } from "@/lib/render/xlsx";
import { byteStream } from "../byte-stream";
import { route } from "../route";

const facts = { tag: "Exports", method: "GET", grant: "finance", status: 200, query: registerInput } as const;

type Pieces = AsyncIterable<string | Uint8Array>;
type Write = (register: RegisterExport, query: RegisterInput) => Pieces | Promise<Pieces>;

/** A file that is made whole is made before the answer begins: what fails is still a refusal then. */
async function whole(bytes: Promise<Uint8Array>): Promise<Pieces> {
  return only(await bytes);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const writers: Readonly<Record<RegisterFormat, { summary: string; contentType: string; write: Write }>> = {
  csv: {
    summary: "The credit register as CSV, or in the columns an accounting tool imports",
    contentType: "text/csv; charset=utf-8",
    write: ({ layout, lines }) => csvOf(layout, lines),
  },
  xlsx: {
    summary: "The credit register as a workbook",
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write: ({ layout, lines }) => whole(xlsxOf(layout, lines)),
  },
  pdf: {
    summary: "The credit register as a document; a layout only chooses which lines it has",
    contentType: "application/pdf",
    write: ({ organizationName, lines }, { period = null }) =>
      whole(registerPdf({ organizationName, period }, lines)),
  },
  json: {
    summary: "The credit register with its manifest: lines, totals per currency, SHA-256 of the CSV",
    contentType: "application/json; charset=utf-8",
    write: ({ layout, lines }, { period = null, customer_id = null, layout: name }) =>
      registerJson(layout, { period, customer_id, layout: name }, lines),
  },
};

const memoRoute = route({
  tag: "Credits",
  method: "GET",
  grant: "finance",
  status: 200,
  path: "/credits/{id}/memo.pdf",
  summary: "The memo of an issued credit, as a document to send",
  contentType: "application/pdf",
  async run({ scope, params, now }) {
    const { organizationName, line } = await readMemo(scope, params.id, now);
    return { stream: byteStream(await whole(memoPdf(organizationName, line))) };
  },
});

const registerRoutes = (["csv", "xlsx", "pdf", "json"] as const).map((format) => {
  const { summary, contentType, write } = writers[format];
  return route({
    ...facts,
    path: `/exports/credits.${format}`,
    summary,
    contentType,
    async run({ scope, query, now }) {
      const register = await exportRegister(scope, { ...query, format }, now);
      return { stream: byteStream(await write(register, query)) };
    },
  });
});

export const exportRoutes = [...registerRoutes, memoRoute];
