import Link from "next/link";
import { CopyField } from "@/app/_ui/copy-field";
import { FactBeside } from "@/app/_ui/fact";
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
      <FactBeside term="Net">{moneyText(amountMinor, currency)}</FactBeside>
      {taxMinor === null ? null : <FactBeside term="Tax">{moneyText(taxMinor, currency)}</FactBeside>}
      {grossMinor === null ? null : <FactBeside term="Total">{moneyText(grossMinor, currency)}</FactBeside>}
      {credit.creditDays > 0 ? <FactBeside term="Service days">{credit.creditDays}</FactBeside> : null}
      <FactBeside term="Contract">
        <Link href={`${home}/contracts/${credit.contractId}`} className="underline underline-offset-2">
          {title.contractName}
        </Link>
      </FactBeside>
      <FactBeside term="Claim">
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
      </FactBeside>
      {memo ? (
        <FactBeside term="Memo">
          <span className="font-mono">{memo.number}</span>, booked on {spokenDay(memo.postingDate)}, issued{" "}
          <ExactTime at={memo.issuedAt} zone={zone} />
        </FactBeside>
      ) : null}
      {reversal ? (
        <FactBeside term="Taken back by">
          <span className="font-mono">{reversal.number}</span>, booked on {spokenDay(reversal.postingDate)}
        </FactBeside>
      ) : null}
      {appliedMinor > 0 ? (
        <FactBeside term="Applied">
          {moneyText(appliedMinor, currency)} to invoice {credit.appliedInvoice ?? "(not named)"}, left{" "}
          {moneyText(total - appliedMinor, currency)}
        </FactBeside>
      ) : null}
      <FactBeside term="Credit">
        <CopyField value={credit.id} label="credit id" />
      </FactBeside>
    </dl>
  );
}
