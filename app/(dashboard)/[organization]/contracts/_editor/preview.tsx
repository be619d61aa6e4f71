"use client";

import { type ReactNode, startTransition, useEffect, useRef, useState } from "react";
import type { FormState } from "@/app/_server/form-state";
import { Percent } from "@/app/_ui/percent";
import { moneyText } from "@/lib/domain/money-text";
import { periodText } from "@/lib/domain/period-text";
import { cutPercent } from "@/lib/domain/statement-words";
import { type PreviewedCommitment, type PreviewPeriod, previewCost } from "@/lib/domain/terms-preview";
import { previewTerms } from "../actions";

/** How long typing must pause before the ledger is asked. */
const pauseMs = 600;

export type Previewed = { text: string; state: FormState<PreviewedCommitment[]> };

/**
 * Asks the ledger what these terms would have made of the last three months, once typing pauses; the newest question
 * wins, and an answer stays until the next one comes.
 */
export function usePreview(organization: string, body: string | null): Previewed | null {
  const [answer, setAnswer] = useState<Previewed | null>(null);
  const newest = useRef(body);
  useEffect(() => {
    newest.current = body;
    if (body === null) return;
    const timer = setTimeout(async () => {
      const form = new FormData();
      form.set("organization", organization);
      form.set("body", body);
      const state = await previewTerms(form).catch(() => null);
      if (state && newest.current === body) startTransition(() => setAnswer({ text: body, state }));
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [organization, body]);
  return answer;
}

/** The last three months of the real ledger under one commitment's terms. */
export function Preview({
  answer,
  body,
  index,
  timezone,
  target,
  isCounting,
  note,
}: {
  answer: Previewed | null;
  body: string | null;
  index: number;
  timezone: string;
  /** The uptime is shown with as many digits as the target has. */
  target: string;
  /** Whether the terms count requests, which may never have been counted. */
  isCounting: boolean;
  /** What of the whole contract is in the figures. */
  note: string | null;
}) {
  if (body === null || (answer?.state.status === "refused" && answer.text === body))
    return (
      <Quiet>Once the terms are complete, the last three months of your ledger stand here under them.</Quiet>
    );
  const commitment = answer?.state.status === "done" ? answer.state.data[index] : undefined;
  if (!commitment) return <Quiet>Asking the ledger …</Quiet>;
  if (isCounting && !commitment.hasCounts)
    return (
      <Quiet>
        No requests are counted for these components yet, so there is nothing to compute. Report counts
        through the API, or save the contract and our own checks are counted from then on.
      </Quiet>
    );
  const isOld = answer?.text !== body;
  return (
    <div aria-busy={isOld} className={isOld ? "opacity-60" : ""}>
      <table className="w-full text-sm">
        <caption className="sr-only">The last periods of the ledger under these terms</caption>
        <thead className="text-ink-3 text-xs">
          <tr>
            <th scope="col" className="py-1 text-left font-medium">
              Period
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              Uptime
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              Credit
            </th>
          </tr>
        </thead>
        <tbody>
          {commitment.periods.map((period) => (
            <PeriodRow
              key={period.from}
              period={period}
              currency={commitment.currency}
              timezone={timezone}
              target={target}
            />
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-ink-2 text-sm">{verdict(commitment)}</p>
      {note === null ? null : <p className="mt-1 text-ink-3 text-xs">{note}</p>}
    </div>
  );
}

function Quiet({ children }: { children: ReactNode }) {
  return <p className="text-ink-3 text-sm">{children}</p>;
}

function PeriodRow({
  period,
  currency,
  timezone,
  target,
}: {
  period: PreviewPeriod;
  currency: string;
  timezone: string;
  target: string;
}) {
  const { result, creditMinor, complaint, isRunning } = period;
  return (
    <tr className="border-t">
      <th scope="row" className="py-1.5 text-left font-normal">
        {periodText(period, timezone)}
        {isRunning ? <span className="text-ink-3"> so far</span> : null}
        {result?.breached ? <span className="ml-2 font-medium text-major text-xs">Broken</span> : null}
      </th>
      {result === null ? (
        <td colSpan={2} className="py-1.5 text-right text-ink-2">
          {complaint}
        </td>
      ) : (
        <>
          <td className="py-1.5 text-right">
            <Percent value={cutPercent(result.uptime_percent, target)} />
          </td>
          <td
            className={`py-1.5 text-right tabular-nums ${creditMinor === 0 ? "text-ink-3" : "font-medium"}`}
          >
            {result.credit_days > 0 && result.credit_minor === 0
              ? `${result.credit_days} d`
              : moneyText(creditMinor, currency)}
            {creditMinor < result.credit_minor ? (
              <span className="block font-normal text-ink-3 text-xs">
                of {moneyText(result.credit_minor, currency)}; another promise’s counts
              </span>
            ) : null}
          </td>
        </>
      )}
    </tr>
  );
}

function verdict(commitment: PreviewedCommitment): string {
  const { periods, currency } = commitment;
  const broken = periods.filter(({ result }) => result?.breached).length;
  const cost = previewCost(commitment);
  const days = periods.reduce((total, { result }) => total + (result?.credit_days ?? 0), 0);
  const counted = `${broken} of ${periods.length} ${periods.length === 1 ? "period" : "periods"} broken`;
  const paid = days > 0 && cost === 0 ? `${days} days of service` : moneyText(cost, currency);
  return `${counted}: these terms would have credited ${paid}.`;
}
