import { z } from "zod";
import { resultSchema } from "@/lib/domain/sla/result";
import { type StatementView, statementStatuses, workingKinds } from "@/lib/domain/statement";
import { formatInstant } from "@/lib/domain/time";
import { instant, instantOrNull } from "./present";

/** A statement as REST shows it. */
export const statementSchema = z
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
    credited_beside_minor: z.int().nullable().meta({
      description: "Credited for the contract's other promises of this period, where only the best counts.",
    }),
    credit_id: z.string().nullable(),
  })
  .meta({ id: "Statement" });

export function presentStatement(view: StatementView): z.input<typeof statementSchema> {
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
    credited_beside_minor: view.takenMinor,
    credit_id: view.creditId,
  };
}
