import Link from "next/link";
import type { ReactNode } from "react";
import { type MemberPage, shown } from "@/app/_server/page";
import { CopyField } from "@/app/_ui/copy-field";
import { FactBeside } from "@/app/_ui/fact";
import { StateShape } from "@/app/_ui/state";
import { ExactTime } from "@/app/_ui/time";
import { failureText, failureWords } from "@/lib/domain/check";
import type { EvidenceOutcome } from "@/lib/domain/ledger";
import { type ChainEntry, type EntryProof, proveEntry } from "@/lib/operations/chain-view";

/** One entry down to its last byte: what was hashed, what it rests on, and which signature vouches for it. */
export async function Proof({ member, id, seq }: { member: MemberPage; id: string; seq: number }) {
  const { scope, zone, organization } = member;
  const proof = await shown(proveEntry(scope, { componentId: id, seq }));
  const { entry } = proof;
  return (
    <div className="flex flex-col gap-5 text-sm">
      <Checks proof={proof} zone={zone} />
      <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
        {entry.reason ? <FactBeside term="Reason">{entry.reason}</FactBeside> : null}
        <FactBeside term="Recorded by">
          <code className="font-mono text-xs">{entry.actor}</code>
        </FactBeside>
        <FactBeside term="Hash">
          <CopyField value={entry.hash} label="hash" />
        </FactBeside>
        <FactBeside term="Hash before">
          <CopyField value={entry.prevHash} label="hash before" />
        </FactBeside>
      </dl>
      {entry.evidence && entry.evidence.length > 0 ? (
        <Evidence outcomes={entry.evidence} zone={zone} />
      ) : null}
      <Bytes entry={entry} />
      {proof.sealed ? <Seal sealed={proof.sealed} /> : null}
      {scope.grants.has("write") && entry.kind === "correction" ? (
        <p>
          <Link
            href={`/${organization.slug}/ledger/${id}/correct?supersedes=${seq}`}
            className="underline underline-offset-2"
          >
            Put another correction in its place
          </Link>
        </p>
      ) : null}
    </div>
  );
}

function Checks({ proof, zone }: { proof: EntryProof; zone: string }) {
  const { isLinked, sealed } = proof;
  return (
    <ul className="flex flex-col gap-1">
      <Check good={isLinked}>
        {isLinked
          ? "Its text gives its hash, and it follows from the entry before."
          : "Its text does not give its hash, or it does not follow from the entry before."}
      </Check>
      {sealed === null ? (
        <li className="flex items-center gap-2 text-ink-2">
          <StateShape state="unknown" /> No checkpoint has seen it yet; the next one will, within the hour.
        </li>
      ) : (
        <>
          <Check good={sealed.isConnected}>
            {sealed.leaf.seq === proof.entry.seq
              ? `Checkpoint #${sealed.checkpoint.seq} names it as the chain's head.`
              : `Checkpoint #${sealed.checkpoint.seq} names entry #${sealed.leaf.seq}, which follows from it.`}
          </Check>
          <Check good={sealed.isSigned}>
            {sealed.isSigned ? "The checkpoint is signed: " : "The checkpoint is not what was signed: "}
            <ExactTime at={sealed.checkpoint.recordedAt} zone={zone} />
          </Check>
        </>
      )}
    </ul>
  );
}

function Check({ good, children }: { good: boolean; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      <StateShape state={good ? "operational" : "major_outage"} />
      <span className="sr-only">{good ? "Good:" : "Bad:"}</span>
      <span>{children}</span>
    </li>
  );
}

/** The runs that decided it; they stay here when the outcomes themselves are long gone. */
function Evidence({ outcomes, zone }: { outcomes: readonly EvidenceOutcome[]; zone: string }) {
  return (
    <div className="overflow-x-auto">
      <table className="text-xs">
        <caption className="mb-1 text-left font-medium text-sm">The runs that decided it</caption>
        <tbody>
          {outcomes.map((outcome) => (
            <tr key={`${outcome.startedAt}-${outcome.region}`} className="border-t">
              <td className="py-1 pr-6 font-mono">
                <ExactTime at={outcome.startedAt} zone={zone} />
              </td>
              <td className="py-1 pr-6">{outcome.region}</td>
              <td className="py-1 pr-6">
                <span className="inline-flex items-center gap-1.5">
                  <StateShape state={outcome.ok ? "operational" : "major_outage"} size={9} />
                  {outcome.ok ? "ok" : failureOf(outcome.failure)}
                </span>
              </td>
              <td className="py-1 pr-6">{outcome.httpStatus === null ? "" : `HTTP ${outcome.httpStatus}`}</td>
              <td className="py-1 text-right tabular-nums">
                {outcome.totalMs === null ? "" : `${Math.round(outcome.totalMs)} ms`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function failureOf(failure: string | null): string {
  const word = failureWords.find((known) => known === failure);
  return word ? failureText(word) : (failure ?? "failed");
}

function Bytes({ entry }: { entry: ChainEntry }) {
  return (
    <div>
      <p className="mb-1 font-medium">The exact text that was hashed</p>
      <pre className="whitespace-pre-wrap break-all rounded-md border bg-surface p-3 font-mono text-xs">
        {entry.canonical}
      </pre>
      <p className="mt-1 text-ink-3 text-xs">
        SHA-256 of these bytes is the hash above. Try it:{" "}
        <code className="font-mono">printf %s '…' | sha256sum</code>
      </p>
    </div>
  );
}

function Seal({ sealed }: { sealed: NonNullable<EntryProof["sealed"]> }) {
  const { checkpoint, leaf } = sealed;
  return (
    <details>
      <summary className="font-medium">Proof in checkpoint #{checkpoint.seq}</summary>
      <dl className="mt-2 grid gap-x-6 gap-y-1.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
        <FactBeside term="Leaf">
          {leaf.leafIndex + 1} of {checkpoint.leafCount}, entry #{leaf.seq}
        </FactBeside>
        <FactBeside term="Salt">
          <CopyField value={leaf.salt} label="salt" />
        </FactBeside>
        <FactBeside term="Path to the root">
          {leaf.path.length === 0 ? "The leaf is the root" : null}
          <ol className="list-decimal pl-5">
            {leaf.path.map((node) => (
              <li key={node}>
                <CopyField value={node} label="path node" />
              </li>
            ))}
          </ol>
        </FactBeside>
        <FactBeside term="Root">
          <CopyField value={checkpoint.root} label="root" />
        </FactBeside>
        <FactBeside term="Signature">
          <CopyField value={checkpoint.signature} label="signature" />
        </FactBeside>
        <FactBeside term="Public key">
          <CopyField value={checkpoint.publicKey} label="public key" />
        </FactBeside>
      </dl>
    </details>
  );
}
