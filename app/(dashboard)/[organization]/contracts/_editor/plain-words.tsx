"use client";

import type { CommitmentDraft, ContractDraft } from "@/lib/domain/contract-draft";
import { termsSchema } from "@/lib/domain/sla/terms";
import { termsSentence } from "@/lib/domain/terms-sentence";
import { termsWarnings } from "@/lib/domain/terms-traps";
import { useEditor } from "./editor";

/** The commitment in one sentence, growing while it is typed, and what in it is rarely meant. */
export function PlainWords({
  commitment,
  timezone,
  claims,
  suspended,
}: {
  commitment: CommitmentDraft;
  timezone: string;
  claims: ContractDraft["claims"];
  suspended: ContractDraft["suspended"];
}) {
  const { components } = useEditor();
  const names = new Map(components.map(({ value, label }) => [value, label]));
  const { fees, fee_excludes: feeExcludes, ...rest } = commitment;
  const fee = { currency: fees.currency, amount_minor: fees.amount_minor };
  return (
    <>
      <p aria-live="polite" className="text-pretty text-base text-ink leading-6">
        {termsSentence({ ...rest, fee, feeExcludes, timezone, claims, suspended, names })}
      </p>
      <Warnings terms={commitment.terms} />
    </>
  );
}

function Warnings({ terms }: { terms: CommitmentDraft["terms"] }) {
  const parsed = termsSchema.safeParse(terms);
  const warnings = parsed.success ? termsWarnings(parsed.data) : [];
  if (warnings.length === 0) return null;
  return (
    <ul className="mt-3 flex flex-col gap-1.5 border-l-2 border-degraded pl-3 text-sm">
      {warnings.map(({ path, message }) => (
        <li key={path + message}>
          <span className="font-medium text-degraded">{fieldWords(path)}</span>{" "}
          <span className="text-ink-2">{message}</span>
        </li>
      ))}
    </ul>
  );
}

const words: Readonly<Record<string, string>> = {
  "credit.tiers": "The table of tiers",
  "comparison.decimals": "Decimals compared",
  "maintenance.unqualified_state": "Maintenance that does not qualify",
  "maintenance.notice_seconds": "The notice of maintenance",
  "target.percent": "The target",
  min_outage: "Forgiving short outages",
  "state_factors.operational": "The share of operational time",
  state_factors: "The shares of states",
  "unknown.policy": "Time without data",
  "unknown.max_percent": "The limit for unknown time",
  "cap.percent_of_fee": "The cap",
  "service_hours.weekly": "Service hours",
};

function fieldWords(path: string): string {
  return words[path] ?? path.replaceAll(/[._]/g, " ");
}
