"use client";

import type { ContractDraft } from "@/lib/domain/contract-draft";
import {
  amendmentPolicies,
  bases,
  claimChoices,
  clawbacks,
  deadlines,
  denominators,
  feeShares,
  stackings,
} from "./choices";
import { DecimalAt, MoneyAt, NumberAt, OptionalAt, SelectAt, TextAt } from "./controls";
import { CustomerAt, type CustomerChoices } from "./customer-at";
import { useEditor } from "./editor";
import { FoldedPart, Pair, Part } from "./part";

/** Whom the contract is with, what it is called, and when it holds. */
export function PartiesFields(choice: { organization: string; customers: CustomerChoices }) {
  return (
    <Part title="Contract">
      <Pair>
        <CustomerAt {...choice} />
        <TextAt path="name" label="Name" placeholder="Master agreement 2026" maxLength={200} />
      </Pair>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <DayAt path="starts_on" complaintOf="starts_at" label="First day" hint="May lie in the past." />
        <DayAt path="last_day" complaintOf="ends_at" label="Last day" hint="Empty: no end is agreed." />
        <TextAt path="timezone" label="Time zone" list="zones" hint="Where its days begin." />
      </div>
    </Part>
  );
}

/** A day of the draft, for which REST has an instant of another name. */
export function DayAt({
  path,
  complaintOf,
  label,
  hint,
}: {
  path: string;
  complaintOf: string;
  label: string;
  hint?: string;
}) {
  const { complaint } = useEditor();
  const said = complaint(path) ?? complaint(complaintOf);
  return (
    <div>
      <TextAt path={path} label={label} hint={hint} type="date" aria-invalid={said ? true : undefined} />
      {said ? <p className="mt-1 text-major text-xs">{said}</p> : null}
    </div>
  );
}

/** Whether credits come by themselves, and until when else they must be asked for. */
export function ClaimFields({ claims }: { claims: ContractDraft["claims"] }) {
  const { write } = useEditor();
  const kind = claims.required ? claims.deadline.kind : "";
  const choose = (chosen: string) =>
    write(
      "claims",
      chosen === ""
        ? { required: false }
        : { required: true, deadline: deadlines[chosen as keyof typeof deadlines] },
    );
  return (
    <Part
      title="Claims"
      note="After the deadline a credit expires; a late claim can still be accepted by hand."
    >
      <Pair>
        <SelectAt
          path="claims.deadline.kind"
          label="Credits are"
          choices={claimChoices}
          value={kind}
          onChoose={choose}
        />
        {kind === "end_of_nth_following_period" ? (
          <NumberAt
            path="claims.deadline.n"
            label="Periods after"
            hint="2: the end of the second one after."
          />
        ) : kind === "" ? null : (
          <NumberAt path="claims.deadline.days" label="Days" />
        )}
      </Pair>
    </Part>
  );
}

/** What is agreed once for the whole contract and rarely otherwise. */
export function SettingsFields({ draft }: { draft: ContractDraft }) {
  const currency = draft.commitments[0]?.fees.currency || "EUR";
  return (
    <FoldedPart
      title="Whole contract"
      summary={`${draft.stacking === "best_only" ? "Only the highest credit" : "All credits"}, changes by part, ${draft.settle_hours} h to settle`}
      paths={[
        "basis",
        "amendment_policy",
        "partial_period",
        "clawback",
        "stacking",
        "invoice_cap",
        "settle_hours",
      ]}
    >
      <Pair>
        <SelectAt path="basis" label="The truth it is measured by" choices={bases} />
        <NumberAt
          path="settle_hours"
          label="Hours to settle"
          hint="How long after its end a period is ready to close."
        />
        <SelectAt path="stacking" label="Several broken promises credit" choices={stackings} />
        <SelectAt path="clawback" label="What a correction makes too much is" choices={clawbacks} />
        <SelectAt
          path="amendment_policy"
          label="A period with new terms is judged"
          choices={amendmentPolicies}
        />
        <SelectAt
          path="partial_period.denominator"
          label="A partial period is measured over"
          choices={denominators}
        />
        <SelectAt path="partial_period.fee" label="Its fee is" choices={feeShares} />
      </Pair>
      <OptionalAt
        path="invoice_cap"
        label="Limit what all promises credit together for one period"
        initial={{ percent_of_fee: "100", absolute_minor: null }}
      >
        <Pair>
          <DecimalAt
            path="invoice_cap.percent_of_fee"
            label="Percent of all fees"
            nullable
            placeholder="No cap"
          />
          <MoneyAt
            path="invoice_cap.absolute_minor"
            label={`In ${currency}`}
            currency={currency}
            nullable
            placeholder="No cap"
          />
        </Pair>
      </OptionalAt>
    </FoldedPart>
  );
}
