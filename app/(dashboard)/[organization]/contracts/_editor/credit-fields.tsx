"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { allowances, creditChoices, credits, roundings, unitRoundings } from "./choices";
import { CheckAt, DecimalAt, GroupComplaint, MoneyAt, NumberAt, SelectAt } from "./controls";
import { DurationAt } from "./duration-at";
import { useEditor } from "./editor";
import { Pair } from "./part";

/** What a breach costs: one of five ways, each with its own few numbers. */
export function CreditAt({ at }: { at: string }) {
  const { read, write } = useEditor();
  const path = `${at}terms.credit`;
  const mode = String(read(`${path}.mode`)) as keyof typeof credits;
  return (
    <>
      <SelectAt
        path={`${path}.mode`}
        label="The credit is"
        choices={creditChoices}
        onChoose={(chosen) => write(path, credits[chosen as keyof typeof credits])}
      />
      {mode === "tiered" || mode === "tiered_days" ? (
        <TiersAt path={path} isDays={mode === "tiered_days"} />
      ) : null}
      {mode === "per_unit" ? <PerUnit path={path} /> : null}
      {mode === "proportional" ? <Proportional path={path} /> : null}
      {mode === "per_shortfall" ? <PerShortfall path={path} /> : null}
      {mode === "tiered_days" ? <DaysAs path={path} /> : null}
    </>
  );
}

type Tier = { id: string; upper: string; upper_inclusive: boolean; [worth: string]: unknown };

function TiersAt({ path, isDays }: { path: string; isDays: boolean }) {
  const { read, write } = useEditor();
  const tiers = (read(`${path}.tiers`) ?? []) as readonly Tier[];
  const add = () => write(`${path}.tiers`, [...tiers, nextTier(tiers, isDays)]);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">Tiers, mildest first</legend>
      {tiers.map((tier, index) => (
        <TierRow
          key={tier.id}
          path={`${path}.tiers.${index}`}
          number={index + 1}
          isDays={isDays}
          onRemove={() =>
            write(
              `${path}.tiers`,
              tiers.filter(({ id }) => id !== tier.id),
            )
          }
        />
      ))}
      <GroupComplaint path={`${path}.tiers`} />
      <div>
        <Button onClick={add}>
          <Plus size={14} aria-hidden="true" />
          Add a tier
        </Button>
      </div>
    </fieldset>
  );
}

function nextTier(tiers: readonly Tier[], isDays: boolean): Tier {
  const last = tiers.reduce((highest, { id }) => Math.max(highest, Number(/\d+$/.exec(id)?.[0] ?? 0)), 0);
  const inclusive = tiers.at(-1)?.upper_inclusive ?? false;
  return {
    id: `T${last + 1}`,
    upper: "",
    upper_inclusive: inclusive,
    ...(isDays ? { credit_days: "" } : { credit_percent: "" }),
  };
}

function TierRow({
  path,
  number,
  isDays,
  onRemove,
}: {
  path: string;
  number: number;
  isDays: boolean;
  onRemove: () => void;
}) {
  const { read, write } = useEditor();
  const inclusive = `${path}.upper_inclusive`;
  return (
    <div
      className={`grid grid-cols-[minmax(0,6.5rem)_minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)_auto] ${number > 1 ? "[&_label]:sr-only" : ""}`}
    >
      <SelectAt
        path={inclusive}
        label={number > 1 ? `Tier ${number}` : "When uptime is"}
        choices={[
          { value: "false", label: "Below" },
          { value: "true", label: "At or below" },
        ]}
        value={String(read(inclusive))}
        onChoose={(chosen) => write(inclusive, chosen === "true")}
      />
      <DecimalAt path={`${path}.upper`} label="Percent" />
      {isDays ? (
        <NumberAt path={`${path}.credit_days`} label="Days" />
      ) : (
        <DecimalAt path={`${path}.credit_percent`} label="Credited, %" />
      )}
      <Button
        tone="ghost"
        className={`!px-2 ${number > 1 ? "" : "mt-6"}`}
        aria-label={`Remove tier ${number}`}
        onClick={onRemove}
      >
        <X size={14} aria-hidden="true" />
      </Button>
    </div>
  );
}

function DaysAs({ path }: { path: string }) {
  return (
    <Pair>
      <SelectAt
        path={`${path}.days_as`}
        label="Days are given as"
        choices={[
          { value: "time", label: "Service time at the end of the term" },
          { value: "money", label: "Their share of the fee" },
        ]}
      />
      <NumberAt
        path={`${path}.day_basis`}
        label="Days of a full fee"
        nullable
        placeholder="As many as the period has"
      />
    </Pair>
  );
}

function PerUnit({ path }: { path: string }) {
  return (
    <>
      <Pair>
        <DecimalAt path={`${path}.percent_per_unit`} label="Percent of the fee" />
        <DurationAt path={`${path}.unit_seconds`} label="For every" />
      </Pair>
      <Pair>
        <SelectAt path={`${path}.unit_rounding`} label="Units that count" choices={unitRoundings} />
        <SelectAt
          path={`${path}.unit_scope`}
          label="Counted over"
          choices={[
            { value: "aggregate", label: "All downtime of the period" },
            { value: "per_outage", label: "Each outage by itself" },
          ]}
        />
      </Pair>
      <SelectAt path={`${path}.allowance`} label="Downtime that pays" choices={allowances} />
    </>
  );
}

function Proportional({ path }: { path: string }) {
  return (
    <>
      <Pair>
        <DecimalAt path={`${path}.multiplier`} label="Times what the downtime is worth" />
        <SelectAt
          path={`${path}.denominator`}
          label="A second is worth the fee over"
          choices={[
            { value: "period", label: "The whole period" },
            { value: "counted", label: "The time that counts" },
          ]}
        />
      </Pair>
      <SelectAt path={`${path}.allowance`} label="Downtime that pays" choices={allowances} />
    </>
  );
}

function PerShortfall({ path }: { path: string }) {
  return (
    <>
      <Pair>
        <DecimalAt path={`${path}.percent_per_step`} label="Percent of the fee" />
        <DecimalAt path={`${path}.step_percent`} label="For every percent below the target" />
      </Pair>
      <SelectAt path={`${path}.step_rounding`} label="Steps that count" choices={unitRoundings} />
    </>
  );
}

/** Within what a credit stays. */
export function LimitsAt({ at, currency }: { at: string; currency: string }) {
  const { read, write } = useEditor();
  const above = `${at}terms.minimum.op`;
  return (
    <>
      <Pair>
        <DecimalAt
          path={`${at}terms.cap.percent_of_fee`}
          label="At most, percent of the fee"
          nullable
          placeholder="No cap"
        />
        <MoneyAt
          path={`${at}terms.cap.absolute_minor`}
          label={`At most, in ${currency}`}
          currency={currency}
          nullable
          placeholder="No cap"
        />
        <MoneyAt
          path={`${at}terms.minimum.minor`}
          label={`Smallest credit, in ${currency}`}
          currency={currency}
        />
        <SelectAt
          path={above}
          label="A credit of exactly that"
          choices={[
            { value: ">=", label: "Is paid" },
            { value: ">", label: "Is not paid" },
          ]}
          value={String(read(above))}
          onChoose={(op) => write(above, op)}
        />
        <SelectAt path={`${at}terms.money_rounding`} label="Money is rounded" choices={roundings} />
      </Pair>
      <CheckAt path={`${at}terms.carry_forward`} label="Carry what the cap cuts off into the next period" />
    </>
  );
}
