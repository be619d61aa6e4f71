import { Percent } from "@/app/_ui/percent";
import { shortDuration } from "@/lib/domain/duration";
import type { MonthEffect } from "@/lib/operations/correction";

const figures = [
  { label: "Down", of: "downtimeMs" },
  { label: "No data", of: "unknownMs" },
  { label: "Maintenance", of: "maintenanceMs" },
] as const;

/** Each month that a correction touches, before and after it. Nothing is written yet. */
export function Effect({ effect }: { effect: readonly MonthEffect[] }) {
  return (
    <section aria-label="Effect of the correction" className="overflow-x-auto rounded-md border bg-surface">
      <table className="w-full text-sm">
        <caption className="border-b px-4 py-2 text-left">
          <span className="font-medium">What it changes</span>
          <span className="text-ink-2"> by UTC month. Nothing is written yet.</span>
        </caption>
        <thead>
          <tr className="text-right text-ink-3 text-xs">
            <th scope="col" className="h-8 px-4 text-left font-medium">
              Month
            </th>
            <th scope="col" className="px-4 font-medium">
              Uptime
            </th>
            {figures.map(({ label }) => (
              <th key={label} scope="col" className="px-4 font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {effect.map(({ month, before, after }) => (
            <tr key={month} className="border-t text-right tabular-nums">
              <th scope="row" className="h-9 whitespace-nowrap px-4 text-left font-medium">
                {month}
              </th>
              <td className="whitespace-nowrap px-4">
                <Change isSame={before.percent === after.percent}>
                  <Percent value={before.percent} />
                  <Percent value={after.percent} />
                </Change>
              </td>
              {figures.map(({ label, of }) => (
                <td key={label} className="whitespace-nowrap px-4">
                  <Change isSame={before[of] === after[of]}>
                    <span>{shortDuration(before[of])}</span>
                    <span>{shortDuration(after[of])}</span>
                  </Change>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Change({
  isSame,
  children: [before, after],
}: {
  isSame: boolean;
  children: [React.ReactNode, React.ReactNode];
}) {
  if (isSame) return <span className="text-ink-3">{before} unchanged</span>;
  return (
    <>
      <span className="text-ink-3">{before}</span>
      <span aria-hidden="true" className="text-ink-3">
        {" "}
        →{" "}
      </span>
      <span className="sr-only"> becomes </span>
      <strong className="font-medium">{after}</strong>
    </>
  );
}
