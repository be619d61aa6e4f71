import { Section } from "@/app/_ui/page-head";
import { decimalOf, percentOfShare } from "@/lib/domain/exact-text";
import { moneyText } from "@/lib/domain/money-text";
import type { StatementView } from "@/lib/domain/statement";
import type { Projection } from "@/lib/domain/statement-projection";

/** How a running period goes: what of the allowance is used, how fast, and what it would cost if nothing more happens. */
export function Outlook({ view, projection }: { view: StatementView; projection: Projection }) {
  const { budgetConsumed, burnRate, isAtRisk, likelyCreditMinor, elapsedSeconds } = projection;
  const whole = (view.period.to - view.period.from) / 1_000;
  return (
    <Section title="How the period goes" aside="If nothing more goes wrong">
      <dl className="grid gap-px overflow-hidden rounded-md border bg-line sm:grid-cols-2 lg:grid-cols-4">
        <Figure term="Elapsed" value={`${Math.floor((elapsedSeconds / whole) * 100)} %`}>
          of the period
        </Figure>
        <Figure
          term="Allowance used"
          value={budgetConsumed === null ? "No allowance" : `${percentOfShare(budgetConsumed, 1)} %`}
        >
          {budgetConsumed === null ? "every second counts" : <Meter share={budgetConsumed} />}
        </Figure>
        <Figure term="Burn rate" value={burnRate === null ? "—" : `${decimalOf(burnRate, 2)}×`}>
          1× uses all of it exactly by the end
        </Figure>
        <Figure
          term={view.result?.breached ? "Broken" : isAtRisk ? "At risk" : "On course"}
          value={likelyCreditMinor > 0 ? moneyText(likelyCreditMinor, view.currency) : "No credit"}
        >
          likely at the end
        </Figure>
      </dl>
    </Section>
  );
}

function Figure({ term, value, children }: { term: string; value: string; children: React.ReactNode }) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-ink-3 text-xs">{term}</dt>
      <dd className="mt-0.5">
        <span className="block font-semibold text-lg tabular-nums">{value}</span>
        <span className="block text-ink-3 text-xs">{children}</span>
      </dd>
    </div>
  );
}

/** A bar of the allowance; the figure above says the same. */
function Meter({ share }: { share: string }) {
  const used = Math.min(100, Number(percentOfShare(share, 0).replaceAll(",", "")));
  return (
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" className="mt-1 h-1.5 w-full" aria-hidden="true">
      <rect width="100" height="6" rx="1" className="fill-[var(--sunken)]" />
      <rect
        width={used}
        height="6"
        rx="1"
        className={used >= 100 ? "fill-[var(--major)]" : "fill-[var(--ink-2)]"}
      />
    </svg>
  );
}
