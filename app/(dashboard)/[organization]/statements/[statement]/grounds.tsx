import Link from "next/link";
import type { ReactNode } from "react";
import { CopyField } from "@/app/_ui/copy-field";
import { address } from "@/app/_ui/list-controls";
import { StateShape } from "@/app/_ui/state";
import { ExactTime } from "@/app/_ui/time";
import type { StatementSheet } from "@/lib/domain/statement-sheet";

/** Where each chain stood, which terms and rules were used, and whether they give the same result again. */
export function Grounds({ sheet, home }: { sheet: StatementSheet; home: string }) {
  const { view, names, isReproduced } = sheet;
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[10rem_minmax(0,1fr)]">
      {isReproduced === null ? null : (
        <Fact term="Computed again">
          <span className="inline-flex items-center gap-2">
            <StateShape state={isReproduced ? "operational" : "major_outage"} />
            {isReproduced
              ? "Its stored heads give the same result, just now."
              : "Its stored heads give another result now. Verify the ledger."}
          </span>
        </Fact>
      )}
      <Fact term="Terms">
        Version {view.termsVersion}, computed by version {view.engineVersion} of the rules
      </Fact>
      <Fact term="Known at">
        <ExactTime at={view.knownAt} zone={view.timezone} />
      </Fact>
      {view.closedAt === null ? null : (
        <Fact term="Closed">
          <ExactTime at={view.closedAt} zone={view.timezone} />
        </Fact>
      )}
      {view.heads.map(({ chain, componentId, seq, hash }) => (
        <Fact key={`${chain} ${componentId}`} term={chain === "counts" ? "Counts" : "Ledger"}>
          <Link
            href={address(`${home}/ledger/${componentId}`, {
              seq: chain === "ledger" && seq > 0 ? seq : undefined,
            })}
            className="mr-2 underline underline-offset-2"
          >
            {names.get(componentId) ?? componentId} #{seq}
          </Link>
          <CopyField value={hash} label={`hash of ${names.get(componentId) ?? componentId}, entry ${seq}`} />
        </Fact>
      ))}
      {view.resultHash === null ? null : (
        <Fact term="Hash of the result">
          <CopyField value={view.resultHash} label="hash of the result" />
        </Fact>
      )}
      <Fact term="Statement">
        <CopyField value={view.id} label="statement id" />
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
