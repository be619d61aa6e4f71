import Link from "next/link";
import type { BulkReport } from "@/lib/domain/bulk";
import { moneyText } from "@/lib/domain/money-text";
import { Banner } from "./banner";
import { Section } from "./page-head";

/** Refusals shown one by one; the others are counted. */
const refusalsMax = 50;

/** What acting on many would do: how many, for how much in each currency, and which ones stay and why. */
export function BulkPreview({
  report: { done, refused, items, totals, more },
  nouns,
  verb,
  leads,
  titles,
  none = `There is nothing to ${verb} here.`,
  href,
}: {
  report: BulkReport;
  nouns: readonly [one: string, many: string];
  verb: string;
  leads: string;
  /** What those that stay are called, by id. */
  titles?: ReadonlyMap<string, string>;
  /** What stands there instead of a number, when nothing would be done. */
  none?: string;
  href: (id: string) => string;
}) {
  const noun = (count: number) => (count === 1 ? nouns[0] : nouns[1]);
  const refusals = items.filter(({ refusal }) => refusal !== null);
  return (
    <div className="mb-6">
      <Banner
        tone={done > 0 ? "note" : "warning"}
        title={
          done > 0
            ? `This will ${verb} ${done} ${noun(done)}${more ? ", and more are left for a second call" : ""}.`
            : none
        }
      >
        {totals.length > 0 ? (
          <ul>
            {totals.map(({ currency, count, amountMinor }) => (
              <li key={currency}>
                {count} in {currency}, {leads} {moneyText(amountMinor, currency)}
              </li>
            ))}
          </ul>
        ) : null}
      </Banner>
      {refused > 0 ? (
        <Section title={`${refused} ${noun(refused)} will stay as ${refused === 1 ? "it is" : "they are"}`}>
          <ul className="divide-y divide-line rounded-md border bg-surface text-sm">
            {refusals.slice(0, refusalsMax).map(({ id, refusal }) => (
              <li key={id} className="flex flex-wrap gap-x-3 px-4 py-2">
                <Link
                  href={href(id)}
                  className={
                    titles?.has(id) ? "hover:underline" : "font-mono text-xs leading-5 hover:underline"
                  }
                >
                  {titles?.get(id) ?? id}
                </Link>
                <span className="text-ink-2">{refusal?.message}</span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </div>
  );
}
