import Link from "next/link";
import type { ReactNode } from "react";
import { CopyField } from "@/app/_ui/copy-field";
import { ExactTime } from "@/app/_ui/time";
import { spokenDay } from "@/lib/domain/calendar-text";
import { moneyText } from "@/lib/domain/money-text";
import type { CreditView } from "@/lib/operations/credits";

/** Amounts, claim, memo and what is left of it. */
export function Facts({ credit, zone, home }: { credit: CreditView; zone: string; home: string }) {
  const { currency, amountMinor, taxMinor, grossMinor, appliedMinor, memo, reversal, title } = credit;
  const total = grossMinor ?? amountMinor;
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[10rem_minmax(0,1fr)]">
      <Fact term="Net">{moneyText(amountMinor, currency)}</Fact>
      {taxMinor === null ? null : <Fact term="Tax">{moneyText(taxMinor, currency)}</Fact>}
      {grossMinor === null ? null : <Fact term="Total">{moneyText(grossMinor, currency)}</Fact>}
      {credit.creditDays > 0 ? <Fact term="Service days">{credit.creditDays}</Fact> : null}
      <Fact term="Contract">
        <Link href={`${home}/contracts/${credit.contractId}`} className="underline underline-offset-2">
          {title.contractName}
        </Link>
      </Fact>
      <Fact term="Claim">
        {credit.claimRequired ? (
          <>
            {credit.claimedAt === null ? (
              "not filed"
            ) : (
              <>
                filed <ExactTime at={credit.claimedAt} zone={title.timezone} />
              </>
            )}
            {credit.claimDeadline === null ? null : (
              <>
                , deadline <ExactTime at={credit.claimDeadline} zone={title.timezone} />
              </>
            )}
            {credit.evidence === null ? null : <span className="block text-ink-2">{credit.evidence}</span>}
          </>
        ) : (
          "not needed"
        )}
      </Fact>
      {memo ? (
        <Fact term="Memo">
          <span className="font-mono">{memo.number}</span>, booked on {spokenDay(memo.postingDate)}, issued{" "}
          <ExactTime at={memo.issuedAt} zone={zone} />
        </Fact>
      ) : null}
      {reversal ? (
        <Fact term="Taken back by">
          <span className="font-mono">{reversal.number}</span>, booked on {spokenDay(reversal.postingDate)}
        </Fact>
      ) : null}
      {appliedMinor > 0 ? (
        <Fact term="Applied">
          {moneyText(appliedMinor, currency)} to invoice {credit.appliedInvoice ?? "(not named)"}, left{" "}
          {moneyText(total - appliedMinor, currency)}
        </Fact>
      ) : null}
      <Fact term="Credit">
        <CopyField value={credit.id} label="credit id" />
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
