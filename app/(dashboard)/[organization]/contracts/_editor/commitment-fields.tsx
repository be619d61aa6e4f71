"use client";

import { type FeeExclusion, feeExclusions } from "@/lib/domain/contract";
import type { CommitmentDraft } from "@/lib/domain/contract-draft";
import { feeExclusionWords } from "@/lib/domain/credit-words";
import { windowWords } from "@/lib/domain/terms-sentence";
import { bounds, roundings } from "./choices";
import { ChronicAt } from "./chronic-fields";
import { Check, CheckAt, DecimalAt, GroupComplaint, MoneyAt, NumberAt, SelectAt, TextAt } from "./controls";
import { CreditAt, LimitsAt } from "./credit-fields";
import { useEditor } from "./editor";
import { ExclusionsAt } from "./exclusion-fields";
import { MeasurementAt } from "./measurement-fields";
import { OutagesAt } from "./outage-fields";
import { FoldedPart, Pair, Part } from "./part";
import { MembersAt, WindowAt } from "./service-fields";

type Props = {
  /** Where the commitment stands in the draft: "commitments.0." or "". */
  at: string;
  commitment: Pick<CommitmentDraft, "window" | "fees" | "terms">;
  timezone: string;
  /** An amendment changes terms and fee; service, window and currency stay. */
  isAmendment?: boolean;
};

/** One promise from what it is about to what a breach costs; what has sensible values already is folded away. */
export function CommitmentFields({ at, commitment, timezone, isAmendment = false }: Props) {
  const currency = commitment.fees.currency || "EUR";
  return (
    <>
      <Part title="What is promised" note="A service, and how much of each period it works.">
        {isAmendment ? null : (
          <TextAt path={`${at}service`} label="Service" placeholder="Checkout" maxLength={200} />
        )}
        <MembersAt at={at} />
        <Pair>
          <DecimalAt path={`${at}terms.target.percent`} label="Target, percent" />
          <SelectAt path={`${at}terms.target.meets`} label="The target is met by" choices={bounds} />
        </Pair>
        {isAmendment ? null : <WindowAt at={at} />}
        <MeasurementAt at={at} isFixed={isAmendment} />
      </Part>
      <Fee at={at} currency={currency} window={windowWords(commitment.window)} isAmendment={isAmendment} />
      <Part title="If it is broken" note="What the customer is credited for that period.">
        <CreditAt at={at} />
      </Part>
      <Folded at={at} commitment={commitment} timezone={timezone} currency={currency} />
    </>
  );
}

function Fee({
  at,
  currency,
  window,
  isAmendment,
}: {
  at: string;
  currency: string;
  window: string;
  isAmendment: boolean;
}) {
  const note = isAmendment
    ? "A new fee can only begin where a period begins; the currency stays."
    : "The invoice of a period can replace it before that period is closed.";
  return (
    <Part title="What it costs" note={note}>
      <div className={`grid items-start gap-4 ${isAmendment ? "sm:grid-cols-2" : "sm:grid-cols-3"}`}>
        <MoneyAt path={`${at}fees.amount_minor`} label="Fee" hint={`For ${window}.`} currency={currency} />
        {isAmendment ? null : (
          <TextAt
            path={`${at}fees.currency`}
            label="Currency"
            maxLength={3}
            placeholder="EUR"
            list="currencies"
          />
        )}
        <DecimalAt path={`${at}fees.tax_percent`} label="Tax, percent" placeholder="None" />
      </div>
      <CheckAt path={`${at}fees.amount_includes_tax`} label="The fee includes the tax" />
      {isAmendment ? null : <FeeExclusions path={`${at}fee_excludes`} />}
    </Part>
  );
}

/** What stands on the same invoice and is no part of the fee; it is said in the terms and changes no sum. */
function FeeExclusions({ path }: { path: string }) {
  const { read, write } = useEditor();
  const chosen = (read(path) ?? []) as readonly FeeExclusion[];
  const toggle = (each: FeeExclusion, isOn: boolean) =>
    write(path, isOn ? [...chosen, each] : chosen.filter((other) => other !== each));
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">The fee is without</legend>
      <div className="flex flex-wrap gap-x-6">
        {feeExclusions.map((each) => (
          <Check
            key={each}
            label={capitalized(feeExclusionWords[each])}
            checked={chosen.includes(each)}
            onChange={(isOn) => toggle(each, isOn)}
          />
        ))}
      </div>
      <GroupComplaint path={path} />
    </fieldset>
  );
}

const capitalized = (text: string) => (text[0]?.toUpperCase() ?? "") + text.slice(1);

function Folded({ at, commitment: { terms }, timezone, currency }: Props & { currency: string }) {
  const inside = (...names: string[]) => names.map((name) => `${at}terms.${name}`);
  const decimals = terms.comparison.decimals;
  return (
    <div className="border-b">
      {"interval_seconds" in terms.measurement ? null : (
        <FoldedPart
          title="What counts as down"
          summary={
            terms.min_outage
              ? "Short outages are forgiven"
              : "Outages and partial outages, from the first second"
          }
          paths={inside("state_factors", "min_outage", "unknown")}
        >
          <OutagesAt at={at} />
        </FoldedPart>
      )}
      <FoldedPart
        title="What is left out"
        summary={exclusionSummary(terms)}
        paths={inside("maintenance", "cause_exclusions", "exclusion_mode", "service_hours")}
      >
        <ExclusionsAt at={at} timezone={timezone} />
      </FoldedPart>
      <FoldedPart
        title="Limits of the credit"
        summary={limitSummary(terms)}
        paths={inside("cap", "minimum", "carry_forward", "money_rounding")}
      >
        <LimitsAt at={at} currency={currency} />
      </FoldedPart>
      <FoldedPart
        title="Chronic failure"
        summary={terms.chronic ? "Gives the customer a right" : "No right of the customer"}
        paths={inside("chronic")}
      >
        <ChronicAt path={`${at}terms.chronic`} />
      </FoldedPart>
      <FoldedPart
        title="Comparing with the target"
        summary={decimals === null ? "Exactly, without rounding" : `Rounded to ${decimals} decimals first`}
        paths={inside("comparison")}
      >
        <Pair>
          <NumberAt
            path={`${at}terms.comparison.decimals`}
            label="Decimals compared"
            nullable
            placeholder="Exact"
            hint="Empty compares the exact ratio; what is shown is cut, never rounded up."
          />
          <SelectAt path={`${at}terms.comparison.rounding`} label="Rounded" choices={roundings} />
        </Pair>
      </FoldedPart>
    </div>
  );
}

function exclusionSummary({
  maintenance,
  cause_exclusions,
  service_hours,
  measurement,
}: CommitmentDraft["terms"]): string {
  if ("interval_seconds" in measurement) return service_hours ? "Time outside service hours" : "Nothing";
  const parts = [
    ...(maintenance.exclude ? ["announced maintenance"] : []),
    ...(cause_exclusions.length > 0 ? [`${cause_exclusions.length} causes`] : []),
    ...(service_hours ? ["time outside service hours"] : []),
  ];
  return parts.length === 0 ? "Nothing" : capitalized(parts.join(", "));
}

function limitSummary({ cap, carry_forward }: CommitmentDraft["terms"]): string {
  const percent = cap.percent_of_fee === null ? "No cap" : `At most ${cap.percent_of_fee} % of the fee`;
  return carry_forward ? `${percent}, the rest is carried` : percent;
}
