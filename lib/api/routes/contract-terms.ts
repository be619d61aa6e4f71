import { z } from "zod";
import { contractInput } from "@/lib/domain/contract";
import { permit } from "@/lib/domain/permission";
import { resultSchema } from "@/lib/domain/sla/result";
import { type SlaTemplate, slaTemplates, templateWarning } from "@/lib/domain/sla/templates";
import type { PreviewedCommitment } from "@/lib/domain/terms-preview";
import { formatInstant } from "@/lib/domain/time";
import { previewContract } from "@/lib/operations/terms-preview";
import { instant } from "../present";
import { route } from "../route";

const open = z.record(z.string(), z.unknown());

const template = z
  .object({
    id: z.string(),
    name: z.string(),
    source: z.string(),
    version: z.string().meta({ description: "The document's own date, or the day its text was read." }),
    version_means: z.enum(["document", "read"]),
    note: z.string(),
    warning: z.string(),
    currency: z.string(),
    window: open,
    counts: z.enum(["outcomes", "reported"]).nullable(),
    stacking: z.enum(["cumulative", "best_only"]),
    claims: open,
    terms: open.meta({ description: "Complete but for the members." }),
  })
  .meta({ id: "ContractTemplate" });

function presentTemplate({ versionMeans, ...each }: SlaTemplate): z.input<typeof template> {
  const { window, claims, terms, ...rest } = each;
  return { ...rest, version_means: versionMeans, warning: templateWarning, window, claims, terms };
}

const preview = z
  .object({
    commitments: z.array(
      z.object({
        service: z.string(),
        currency: z.string(),
        has_counts: z.boolean(),
        periods: z.array(
          z.object({
            from: instant,
            to: instant,
            running: z.boolean(),
            result: resultSchema.nullable(),
            credit_minor: z.int().meta({ description: "Beside the contract's other promises." }),
            complaint: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: "ContractPreview" });

function presentPreview(commitments: readonly PreviewedCommitment[]): z.input<typeof preview> {
  return {
    commitments: commitments.map(({ service, currency, hasCounts, periods }) => ({
      ...{ service, currency, has_counts: hasCounts },
      periods: periods.map(({ from, to, isRunning, result, creditMinor, complaint }) => ({
        ...{ from: formatInstant(from), to: formatInstant(to), running: isRunning, result, complaint },
        credit_minor: creditMinor,
      })),
    })),
  };
}

const shared = { tag: "Contracts", grant: "finance" } as const;

export const contractTermsRoutes = [
  route({
    ...shared,
    method: "GET",
    path: "/contracts/templates",
    summary: "Published SLAs as terms to begin from, each with its source",
    answer: z.object({ data: z.array(template) }),
    status: 200,
    async run({ scope }) {
      permit(scope, "finance");
      return { body: { data: slaTemplates.map(presentTemplate) } };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/contracts/preview",
    summary: "The last three months of the ledger under these terms; nothing is stored",
    body: contractInput,
    answer: preview,
    status: 200,
    async run({ scope, body, now }) {
      return { body: presentPreview(await previewContract(scope, body, now)) };
    },
  }),
];
