import { shown } from "@/app/_server/page";
import { DayBars } from "@/app/_ui/day-bars";
import { Duration } from "@/app/_ui/duration";
import { Percent } from "@/app/_ui/percent";
import { StateShape } from "@/app/_ui/state";
import { Cell, Row, Table } from "@/app/_ui/table";
import type { TenantScope } from "@/lib/domain/scope";
import { type Basis, states, stateWords } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { readComponentFigures, type WindowFigures } from "@/lib/operations/component-detail";

/** Ninety days as bars, and four windows with their time in each of the six states. */
export async function Figures({
  scope,
  id,
  basis,
  now,
}: {
  scope: TenantScope;
  id: string;
  basis: Basis;
  now: Ms;
}) {
  const { windows, days } = await shown(readComponentFigures(scope, { id, basis }, now));
  return (
    <>
      <div className="mb-4 rounded-md border bg-surface px-4 pt-4 pb-3">
        <DayBars days={days} label={`The last ${days.length} days`} />
      </div>
      <WindowTable windows={windows} />
      <p className="mt-2 text-ink-3 text-xs">
        Up ÷ (up + down), cut and never rounded up. Maintenance and time without data count on neither side.
      </p>
    </>
  );
}

function WindowTable({ windows }: { windows: readonly WindowFigures[] }) {
  const columns = [
    { label: "The last" },
    { label: "Uptime", numeric: true },
    ...states.map((state) => ({ label: stateWords[state], numeric: true })),
  ];
  return (
    <Table label="Uptime and time in each state" columns={columns} scrolls>
      {windows.map((window) => (
        <Row key={window.label}>
          <Cell className="whitespace-nowrap font-medium">{window.label}</Cell>
          <Cell numeric className="whitespace-nowrap font-medium">
            <Percent value={window.uptime.percent} />
          </Cell>
          {states.map((state) => (
            <Cell
              key={state}
              numeric
              className="whitespace-nowrap"
              csv={Math.floor(window.totalsMs[state] / 1_000)}
            >
              {window.totalsMs[state] === 0 ? (
                <span className="text-ink-3">–</span>
              ) : (
                <span className="inline-flex items-center justify-end gap-1.5">
                  {state === "operational" ? null : <StateShape state={state} size={9} />}
                  <Duration lengthMs={window.totalsMs[state]} />
                </span>
              )}
            </Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}
