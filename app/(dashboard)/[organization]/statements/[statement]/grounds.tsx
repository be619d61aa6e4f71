import Link from "next/link";
import { CopyField } from "@/app/_ui/copy-field";
import { FactBeside } from "@/app/_ui/fact";
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
        <FactBeside term="Computed again">
          <span className="inline-flex items-center gap-2">
            <StateShape state={isReproduced ? "operational" : "major_outage"} />
            {isReproduced
              ? "Its stored heads give the same result, just now."
              : "Its stored heads give another result now. Verify the ledger."}
          </span>
        </FactBeside>
      )}
      <FactBeside term="Terms">
        Version {view.termsVersion}, computed by version {view.engineVersion} of the rules
      </FactBeside>
      <FactBeside term="Known at">
        <ExactTime at={view.knownAt} zone={view.timezone} />
      </FactBeside>
      {view.closedAt === null ? null : (
        <FactBeside term="Closed">
          <ExactTime at={view.closedAt} zone={view.timezone} />
        </FactBeside>
      )}
      {view.heads.map(({ chain, componentId, seq, hash }) => (
        <FactBeside key={`${chain} ${componentId}`} term={chain === "counts" ? "Counts" : "Ledger"}>
          <Link
            href={address(`${home}/ledger/${componentId}`, {
              seq: chain === "ledger" && seq > 0 ? seq : undefined,
            })}
            className="mr-2 underline underline-offset-2"
          >
            {names.get(componentId) ?? componentId} #{seq}
          </Link>
          <CopyField value={hash} label={`hash of ${names.get(componentId) ?? componentId}, entry ${seq}`} />
        </FactBeside>
      ))}
      {view.resultHash === null ? null : (
        <FactBeside term="Hash of the result">
          <CopyField value={view.resultHash} label="hash of the result" />
        </FactBeside>
      )}
      <FactBeside term="Statement">
        <CopyField value={view.id} label="statement id" />
      </FactBeside>
    </dl>
  );
}
