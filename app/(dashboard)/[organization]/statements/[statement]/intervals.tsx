import Link from "next/link";
import { Duration } from "@/app/_ui/duration";
import { Empty } from "@/app/_ui/empty";
import { address } from "@/app/_ui/list-controls";
import { StateShape } from "@/app/_ui/state";
import { ExactTime } from "@/app/_ui/time";
import { type EvidenceRow, secondsOf } from "@/lib/domain/evidence";
import { grouped } from "@/lib/domain/exact-text";
import type { State } from "@/lib/domain/state";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import { kindWords } from "@/lib/domain/statement-words";
import { formatInstant, hourMs } from "@/lib/domain/time";

const shapes: Readonly<Record<EvidenceRow["kind"], State>> = {
  downtime: "major_outage",
  excluded: "under_maintenance",
  unknown: "unknown",
  not_counted: "degraded_performance",
  out_of_hours: "unknown",
  method: "unknown",
};

/** Every stretch with what it adds to the sums; each opens its ledger entries, and there each entry its proof. */
export function Intervals({ sheet, home }: { sheet: StatementSheet; home: string }) {
  const { evidence } = sheet;
  if (evidence.length === 0)
    return (
      <Empty title="Up all the time">No stretch of this period was down, excluded or without data.</Empty>
    );
  const sum = (of: (row: EvidenceRow) => number) => evidence.reduce((ms, row) => ms + of(row), 0);
  return (
    <section
      aria-label="Intervals"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what scrolls.
      tabIndex={0}
      className="overflow-x-auto rounded-md border bg-surface"
    >
      <table className="w-full text-sm">
        <caption className="sr-only">Intervals that were not simply up</caption>
        <Head />
        <tbody>
          {evidence.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place.
            <Stretch key={index} row={row} sheet={sheet} home={home} />
          ))}
          <tr className="border-t bg-sunken font-medium">
            <th scope="row" colSpan={3} className="px-3 py-2 text-left">
              Sum
            </th>
            <td className="whitespace-nowrap px-3 py-2 text-right tabular-nums">
              {seconds(sum((row) => row.countedMs))}
            </td>
            <td className="whitespace-nowrap px-3 py-2 text-right tabular-nums">
              {seconds(sum((row) => row.excludedMs))}
            </td>
            <td />
          </tr>
        </tbody>
      </table>
    </section>
  );
}

const heads = ["From", "Length", "What, and why", "Downtime", "Excluded", "Ledger entries"];
const numeric = new Set(["Length", "Downtime", "Excluded"]);

function Head() {
  return (
    <thead>
      <tr className="text-ink-3 text-xs">
        {heads.map((head) => (
          <th
            key={head}
            scope="col"
            className={`px-3 py-2 font-medium ${numeric.has(head) ? "text-right" : "text-left"}`}
          >
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Stretch({ row, sheet, home }: { row: EvidenceRow; sheet: StatementSheet; home: string }) {
  return (
    <tr className="border-t align-top">
      <td className="whitespace-nowrap px-3 py-2">
        {row.kind === "method" ? null : <ExactTime at={row.from} zone={sheet.view.timezone} />}
      </td>
      <td className="px-3 py-2 text-right">
        {row.kind === "method" ? null : <Duration lengthMs={row.to - row.from} />}
      </td>
      <td className="min-w-56 px-3 py-2">
        <span className="inline-flex items-baseline gap-1.5 font-medium">
          <StateShape state={shapes[row.kind]} />
          {kindWords[row.kind]}
        </span>{" "}
        <span className="text-ink-2">{row.reason}</span>
        {row.factor === null || row.factor === "1/1" || row.kind !== "downtime" ? null : (
          <span className="text-ink-3"> Share down: {row.factor}.</span>
        )}
      </td>
      <td className="whitespace-nowrap px-3 py-2 text-right tabular-nums">{seconds(row.countedMs)}</td>
      <td className="whitespace-nowrap px-3 py-2 text-right tabular-nums">{seconds(row.excludedMs)}</td>
      <td className="px-3 py-2">
        <Entries row={row} names={sheet.names} home={home} />
      </td>
    </tr>
  );
}

const seconds = (ms: number) => (ms === 0 ? "—" : `${grouped(secondsOf(ms))} s`);

/** Links to the entries, in the ledger around the time of the stretch. */
function Entries({
  row,
  names,
  home,
}: {
  row: EvidenceRow;
  names: ReadonlyMap<string, string>;
  home: string;
}) {
  const from = formatInstant(Math.max(0, row.from - hourMs));
  const to = formatInstant(row.to + hourMs);
  return (
    <ul className="flex flex-col gap-0.5">
      {row.entries.map(({ componentId, seq }) => (
        <li key={`${componentId}#${seq}`} className="whitespace-nowrap">
          <Link
            href={address(`${home}/ledger/${componentId}`, { from, to, seq })}
            className="underline underline-offset-2"
          >
            {names.get(componentId) ?? componentId} #{seq}
          </Link>
        </li>
      ))}
    </ul>
  );
}
