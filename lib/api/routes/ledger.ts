import { z } from "zod";
import { entryRecord } from "@/lib/domain/canonical";
import { correctionInput } from "@/lib/domain/correction-input";
import { importInput } from "@/lib/domain/import";
import { pageInput } from "@/lib/domain/input";
import { entryKinds, type LedgerEntry, sourceTypes } from "@/lib/domain/ledger";
import { statementStatuses } from "@/lib/domain/statement";
import { formatInstant } from "@/lib/domain/time";
import { type CorrectionView, correctLedger } from "@/lib/operations/correction";
import type { StatementEffect } from "@/lib/operations/correction-statements";
import { type ImportView, importHistory } from "@/lib/operations/import";
import { type LedgerEntryView, listLedger } from "@/lib/operations/ledger";
import { instant, listOf, presentPage, state } from "../present";
import { route } from "../route";
import { presentUptime, uptime } from "./timeline";

const optionalText = z.string().optional();

/** What does not apply to an entry is left out, as in its hashed text. */
const entry = z
  .object({
    organization_id: z.string(),
    component_id: z.string(),
    seq: z.int(),
    recorded_at: instant,
    kind: z.enum(entryKinds),
    source: z.object({ type: z.enum(sourceTypes), id: z.string() }),
    state: state.optional(),
    effective_from: instant,
    effective_to: instant.optional(),
    cause: optionalText,
    affected_ratio: optionalText,
    supersedes: z.int().optional(),
    reason: optionalText,
    reason_hash: optionalText,
    actor: z.string(),
    evidence: z.array(z.record(z.string(), z.unknown())).optional(),
    announced_at: instant.optional(),
    planned_from: instant.optional(),
    planned_to: instant.optional(),
    definition: z.record(z.string(), z.unknown()).optional(),
    prev_hash: z.string(),
    hash: z.string(),
    canonical: z.string().meta({ description: "The exact hashed text, RFC 8785." }),
  })
  .meta({ id: "LedgerEntry" });

function presentEntry(view: LedgerEntry & Partial<LedgerEntryView>) {
  const { hash, canonical, reason } = view;
  return { ...entryRecord(view), ...(reason == null ? {} : { reason }), hash, canonical };
}

const imported = z
  .object({
    id: z.string(),
    component_id: z.string(),
    source: z.string(),
    entries: z.int(),
    first_seq: z.int(),
    last_seq: z.int(),
  })
  .meta({ id: "LedgerImported" });

function presentImport(view: ImportView): z.input<typeof imported> {
  return {
    id: view.id,
    component_id: view.componentId,
    source: view.title,
    entries: view.entries,
    first_seq: view.firstSeq,
    last_seq: view.lastSeq,
  };
}

const month = uptime.extend({ month: z.string().meta({ example: "2026-10" }) }).meta({ id: "MonthUptime" });

const figures = z
  .object({ uptime_percent: z.string().nullable(), breached: z.boolean(), credit_minor: z.int() })
  .nullable();

const statementEffect = z
  .object({
    id: z.string(),
    contract_id: z.string(),
    commitment_id: z.string(),
    customer_id: z.string(),
    period: z.object({ from: instant, to: instant }),
    status: z.enum(statementStatuses),
    currency: z.string(),
    before: figures,
    after: figures,
  })
  .meta({ id: "StatementEffect" });

function presentStatement(effect: StatementEffect): z.input<typeof statementEffect> {
  const { statementId, contractId, commitmentId, customerId, period, ...rest } = effect;
  return {
    ...{ id: statementId, contract_id: contractId, commitment_id: commitmentId, customer_id: customerId },
    period: { from: formatInstant(period.from), to: formatInstant(period.to) },
    ...rest,
  };
}

const corrected = z
  .object({
    entry: entry.optional().meta({ description: "Absent for a dry run, which writes nothing." }),
    effect: z
      .object({
        before: z.array(month),
        after: z.array(month),
        statements: z.array(statementEffect).optional().meta({
          description: "Statements whose figures change; only for keys with the finance scope.",
        }),
      })
      .meta({ description: "Uptime of each UTC month touched, without and with the correction." }),
  })
  .meta({ id: "LedgerCorrected" });

function presentCorrection(view: CorrectionView) {
  const months = (side: "before" | "after") =>
    view.effect.map((each) => ({ month: each.month, ...presentUptime(each[side]) }));
  const statements = view.statements?.map(presentStatement);
  const effect = { before: months("before"), after: months("after"), ...(statements ? { statements } : {}) };
  return view.entry === null ? { effect } : { entry: presentEntry(view.entry), effect };
}

const dryRunQuery = z.strictObject({
  dry_run: z
    .enum(["true", "false"], 'must be "true" or "false"')
    .default("false")
    .transform((text) => text === "true"),
});

const tag = "Ledger";
const importMaxBytes = 8_000_000;

export const ledgerRoutes = [
  route({
    method: "GET",
    path: "/components/{id}/ledger",
    tag,
    summary: "A component's ledger entries, oldest first",
    grant: "read",
    query: pageInput,
    answer: listOf(entry),
    status: 200,
    async run({ scope, params, query }) {
      const page = await listLedger(scope, { ...query, component_id: params.id });
      return { body: presentPage(page, presentEntry) };
    },
  }),
  route({
    method: "POST",
    path: "/components/{id}/ledger/import",
    tag,
    summary: "Import history from before we watched; all or nothing",
    grant: "write",
    body: importInput,
    maxBytes: importMaxBytes,
    answer: imported,
    status: 201,
    async run({ scope, params, body, now }) {
      const view = await importHistory(scope, { ...body, component_id: params.id }, now);
      return { body: presentImport(view), location: `/components/${params.id}/ledger` };
    },
  }),
  route({
    method: "POST",
    path: "/components/{id}/ledger/corrections",
    tag,
    summary: "Correct a stretch of time, or preview what that would change",
    grant: "write",
    query: dryRunQuery,
    body: correctionInput,
    answer: corrected,
    status: 201,
    preview: "What the correction would change; nothing is written.",
    async run({ scope, params, query, body, now }) {
      const view = await correctLedger(scope, { ...body, ...query, component_id: params.id }, now);
      if (view.entry === null) return { status: 200, body: presentCorrection(view) };
      return { body: presentCorrection(view), location: `/components/${params.id}/ledger` };
    },
  }),
];
