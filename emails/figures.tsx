import type { ServiceFigures } from "@/lib/domain/told";
import { type Reader, say, sayDuration, sayMoney, sayPercent } from "@/lib/render/told/say";
import { paletteOf, plainLook } from "./look";

/** A customer's services one under the other, each with its figures as the statement has them. */
export function Figures({
  reader,
  services,
  showsOutcome = false,
}: {
  reader: Reader;
  services: readonly ServiceFigures[];
  showsOutcome?: boolean;
}) {
  return services.map((figures) => (
    <table
      key={figures.service}
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      border={0}
      style={{ margin: "0 0 16px" }}
    >
      <tbody>
        <tr>
          <th
            className="ink"
            colSpan={2}
            scope="colgroup"
            style={{ ...cell, ...start, color: ink, fontWeight: 600, borderTop: 0 }}
          >
            <bdi>{figures.service}</bdi>
          </th>
        </tr>
        {rowsOf(figures, reader, showsOutcome).map(([label, value]) => (
          <tr key={label}>
            <th
              className="ink-2 line"
              scope="row"
              style={{ ...cell, ...start, color: soft, fontWeight: 400 }}
            >
              {label}
            </th>
            <td
              className="ink beside line"
              style={{ ...cell, color: ink, textAlign: "end", whiteSpace: "nowrap" }}
            >
              {value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  ));
}

const { ink, soft, line } = paletteOf(plainLook);
const cell = { padding: "6px 0", borderTop: `1px solid ${line}`, fontSize: 14, lineHeight: "20px" };
const start = { textAlign: "start" } as const;

function rowsOf(figures: ServiceFigures, reader: Reader, showsOutcome: boolean): [string, string][] {
  const { targetPercent, uptimePercent, downtimeMs, allowancePercent, credit, isBroken } = figures;
  const rows: [string, string][] = [
    [say(reader, "row_target"), sayPercent(reader, targetPercent)],
    [
      say(reader, "row_uptime"),
      uptimePercent === null ? say(reader, "none_yet") : sayPercent(reader, uptimePercent),
    ],
    [say(reader, "row_downtime"), sayDuration(reader, downtimeMs)],
  ];
  if (allowancePercent !== null)
    rows.push([say(reader, "row_allowance"), sayPercent(reader, allowancePercent)]);
  if (showsOutcome) rows.push([say(reader, "row_outcome"), say(reader, isBroken ? "broken" : "kept")]);
  if (credit !== null)
    rows.push([say(reader, "row_credit"), sayMoney(reader, credit.currency, credit.amountMinor)]);
  return rows;
}
