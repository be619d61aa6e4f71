"use client";

import type { CommitmentDraft, ContractDraft } from "@/lib/domain/contract-draft";
import { PlainWords } from "./plain-words";
import { Preview, type Previewed } from "./preview";

/** Beside the fields: every commitment in plain words, and what it would have cost. */
export function Aside({
  commitments,
  claims,
  suspended,
  timezone,
  note,
  body,
  answer,
}: {
  commitments: readonly CommitmentDraft[];
  claims: ContractDraft["claims"];
  suspended: ContractDraft["suspended"];
  timezone: string;
  /** What of the whole contract is in the figures, or is not. */
  note: string | null;
  body: string | null;
  answer: Previewed | null;
}) {
  return (
    <aside aria-label="In plain words" className="rounded-md border bg-surface">
      {commitments.map((commitment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a commitment that is being typed has no name of its own
        <div key={index} className="border-t first:border-t-0">
          <section aria-label={`Promise ${index + 1} in plain words`} className="p-4">
            <h2 className="mb-2 font-medium text-ink-3 text-xs">
              {commitments.length > 1 ? `In plain words: promise ${index + 1}` : "In plain words"}
            </h2>
            <PlainWords commitment={commitment} timezone={timezone} claims={claims} suspended={suspended} />
          </section>
          <section aria-label={`Promise ${index + 1} under the real ledger`} className="border-t p-4">
            <h2 className="mb-2 font-medium text-ink-3 text-xs">Your last three months under these terms</h2>
            <Preview
              answer={answer}
              body={body}
              index={index}
              note={note}
              timezone={timezone}
              target={commitment.terms.target.percent}
              isCounting={"interval_seconds" in commitment.terms.measurement}
            />
          </section>
        </div>
      ))}
    </aside>
  );
}
