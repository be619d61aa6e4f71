import type { State } from "@/lib/domain/state";
import type { ToldComponent } from "@/lib/domain/told";
import { type Reader, sayState } from "@/lib/render/told/say";
import type { Look } from "./frame";
import { paletteOf, stateColour } from "./look";

/** A shape beside every word, of characters that every mail program has (UI.md "Language of states"). */
const shapes: Record<State, string> = {
  operational: "●",
  degraded_performance: "▲",
  partial_outage: "◧",
  major_outage: "■",
  under_maintenance: "◆",
  unknown: "○",
};

/** Which components, and what is said of each; a table, because mail programs know no other alignment. */
export function StateList({
  look,
  reader,
  components,
}: {
  look: Look;
  reader: Reader;
  components: readonly ToldComponent[];
}) {
  if (components.length === 0) return null;
  const { ground, ink, line } = paletteOf(look);
  const cell = { padding: "8px 0", borderTop: `1px solid ${line}`, fontSize: 14, lineHeight: "20px" };
  return (
    <table width="100%" cellPadding={0} cellSpacing={0} border={0} style={{ margin: "0 0 16px" }}>
      <tbody>
        {components.map(({ name, state }) => (
          <tr key={name}>
            <th
              className="ink line"
              scope="row"
              style={{ ...cell, color: ink, fontWeight: 400, textAlign: "start" }}
            >
              <bdi>{name}</bdi>
            </th>
            <td
              className={`${state} beside line`}
              style={{ ...cell, ...stateCell, color: stateColour(ground, state) }}
            >
              {shapes[state]} {sayState(reader, state)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const stateCell = {
  paddingInlineStart: 12,
  textAlign: "end",
  whiteSpace: "nowrap",
  fontWeight: 500,
} as const;
