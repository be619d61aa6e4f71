import { z } from "zod";
import { type Manifest, manifestListInput } from "@/lib/domain/manifest";
import { type RegisterFormat, registerInput } from "@/lib/domain/register";
import { formatInstant } from "@/lib/domain/time";
import { listManifests } from "@/lib/operations/exports";
import { instant, listOf, presentPage } from "../present";
import { contentTypes, memoFile, registerFile } from "../register-file";
import { route } from "../route";

const summaries: Readonly<Record<RegisterFormat, string>> = {
  csv: "The credit register as CSV, or in the columns an accounting tool imports",
  xlsx: "The credit register as a workbook",
  pdf: "The credit register as a document; a layout only chooses which lines it has",
  json: "The credit register with its manifest: lines, totals per currency, SHA-256 of the CSV",
};

const registerDocument = z
  .object({
    schema_version: z.string(),
    lines: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))).meta({
      description: "One object a line, by the columns of the layout.",
    }),
    manifest: z.object({
      filter: z.record(z.string(), z.string().nullable()),
      line_count: z.int(),
      totals: z.array(
        z.object({
          currency: z.string(),
          lines: z.int(),
          credit_net_minor: z.int(),
          tax_minor: z.int(),
          credit_gross_minor: z.int(),
          credit_net: z.string(),
        }),
      ),
      csv_sha256: z.string(),
    }),
  })
  .meta({ id: "CreditRegister" });

const registerRoutes = (["csv", "xlsx", "pdf", "json"] as const).map((format) =>
  route({
    ...{ tag: "Exports", method: "GET", grant: "finance", status: 200, query: registerInput },
    path: `/exports/credits.${format}`,
    summary: summaries[format],
    contentType: contentTypes[format],
    ...(format === "json" ? { answer: registerDocument } : {}),
    async run({ scope, query, now }) {
      return { stream: await registerFile(scope, format, query, now) };
    },
  }),
);

const manifest = z
  .object({
    id: z.string(),
    kind: z.string(),
    format: z.string(),
    filter: z.record(z.string(), z.string().nullable()),
    row_count: z.int(),
    totals: z.array(
      z.object({
        currency: z.string(),
        lines: z.int(),
        net_minor: z.int(),
        tax_minor: z.int(),
        gross_minor: z.int(),
      }),
    ),
    bytes: z.int(),
    sha256: z.string(),
    generator_version: z.string(),
    exported_at: instant,
    exported_by: z.string(),
  })
  .meta({ id: "ExportManifest" });

function present(row: Manifest): z.input<typeof manifest> {
  const { rows, generator, exportedAt, exportedBy, totals, ...rest } = row;
  return {
    ...{ id: rest.id, kind: rest.kind, format: rest.format, filter: { ...rest.filter } },
    ...{ row_count: rows, totals: [...totals], bytes: rest.bytes, sha256: rest.sha256 },
    generator_version: generator,
    exported_at: formatInstant(exportedAt),
    exported_by: exportedBy,
  };
}

const memoRoute = route({
  tag: "Credits",
  method: "GET",
  grant: "finance",
  status: 200,
  path: "/credits/{id}/memo.pdf",
  summary: "The memo of an issued credit, as a document to send",
  contentType: contentTypes.pdf,
  async run({ scope, params, now }) {
    return { stream: await memoFile(scope, params.id, now) };
  },
});

const manifestsRoute = route({
  tag: "Exports",
  method: "GET",
  grant: "finance",
  status: 200,
  path: "/exports",
  summary: "Manifests of the files that left: rows, totals per currency, SHA-256, filter, who and when",
  query: manifestListInput,
  answer: listOf(manifest),
  async run({ scope, query }) {
    return { body: presentPage(await listManifests(scope, query), present) };
  },
});

export const exportRoutes = [...registerRoutes, memoRoute, manifestsRoute];
