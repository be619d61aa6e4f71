import { Empty } from "@/app/_ui/empty";
import type { ArithmeticLine } from "@/lib/domain/working-step";

/** Every step from the clock to the money, to be repeated by hand. */
export function Arithmetic({ lines }: { lines: readonly ArithmeticLine[] }) {
  if (lines.length === 0)
    return <Empty title="Nothing to compute">The sentence above says what is missing.</Empty>;
  return (
    <div className="overflow-x-auto rounded-md border bg-surface">
      <table className="w-full text-sm">
        <caption className="sr-only">The arithmetic of this statement</caption>
        <thead>
          <tr className="text-left text-ink-3 text-xs">
            <th scope="col" className="px-3 py-2 font-medium">
              Line
            </th>
            <th scope="col" className="px-3 py-2 font-medium max-sm:hidden">
              Working
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ label, working, value, isResult }, index) => (
            <tr
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
              key={index}
              className={`border-t align-top ${isResult ? "bg-sunken font-medium" : ""}`}
            >
              <th scope="row" className="px-3 py-1.5 text-left font-[inherit]">
                {label}
                <span className="block font-normal text-ink-3 text-xs sm:hidden">{working}</span>
              </th>
              <td className="px-3 py-1.5 font-normal text-ink-2 max-sm:hidden">{working}</td>
              <td className="whitespace-nowrap px-3 py-1.5 text-right tabular-nums">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
