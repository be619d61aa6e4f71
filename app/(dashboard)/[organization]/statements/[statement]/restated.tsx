import Link from "next/link";
import { Section } from "@/app/_ui/page-head";
import { moneyText } from "@/lib/domain/money-text";
import type { StatementView } from "@/lib/domain/statement";
import { secondMs } from "@/lib/domain/time";
import { secondsText } from "@/lib/domain/working-step";

/** A restatement against what was closed: each figure before and after. */
export function Restated({
  view,
  original,
  home,
}: {
  view: StatementView;
  original: StatementView;
  home: string;
}) {
  const [before, after] = [original.result, view.result];
  if (before === null || after === null) return null;
  const seconds = (value: number | null) => (value === null ? "—" : secondsText(value * secondMs));
  const rows: [string, string, string][] = [
    ["Counted time", seconds(before.counted_seconds), seconds(after.counted_seconds)],
    ["Downtime", seconds(before.downtime_seconds), seconds(after.downtime_seconds)],
    ["Excluded", seconds(before.excluded_seconds), seconds(after.excluded_seconds)],
    ["Without data", seconds(before.unknown_seconds), seconds(after.unknown_seconds)],
    ["Uptime", `${before.uptime_percent ?? "—"} %`, `${after.uptime_percent ?? "—"} %`],
    ["Promise", before.breached ? "broken" : "kept", after.breached ? "broken" : "kept"],
    ["Tier", before.tier ?? "none", after.tier ?? "none"],
    ["Credit", moneyText(before.credit_minor, view.currency), moneyText(after.credit_minor, view.currency)],
  ];
  return (
    <Section
      title="Against the closed statement"
      aside={
        <Link href={`${home}/statements/${original.id}`} className="underline underline-offset-2">
          See it
        </Link>
      }
    >
      <div className="overflow-x-auto rounded-md border bg-surface">
        <table className="w-full text-sm">
          <caption className="sr-only">Figures as closed and as restated</caption>
          <thead>
            <tr className="text-ink-3 text-xs">
              <th scope="col" className="px-3 py-2 text-left font-medium">
                Figure
              </th>
              <th scope="col" className="px-3 py-2 text-right font-medium">
                As closed
              </th>
              <th scope="col" className="px-3 py-2 text-right font-medium">
                As restated
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, was, is]) => (
              <tr key={label} className={`border-t ${was === is ? "" : "bg-sunken font-medium"}`}>
                <th scope="row" className="px-3 py-1.5 text-left font-[inherit]">
                  {label}
                </th>
                <td className="whitespace-nowrap px-3 py-1.5 text-right tabular-nums">{was}</td>
                <td className="whitespace-nowrap px-3 py-1.5 text-right tabular-nums">
                  {was === is ? <span className="text-ink-3">{is}</span> : is}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
