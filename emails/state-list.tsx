import type { State } from "@/lib/domain/state";
import type { ToldComponent } from "@/lib/domain/told";
import { type Reader, say } from "@/lib/render/told/say";
import type { Look } from "./frame";
import { paletteOf } from "./look";

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
  const { ink, soft, line } = paletteOf(look);
  const cell = { padding: "8px 0", borderTop: `1px solid ${line}`, fontSize: 14, lineHeight: "20px" };
  return (
    <table role="presentation" width="100%" cellPadding={0} cellSpacing={0} border={0}>
      <tbody>
        {components.map(({ name, state }) => (
          <tr key={name}>
            <td className="ink line" style={{ ...cell, color: ink, textAlign: "start" }}>
              {name}
            </td>
            <td
              className="ink-2 line"
              style={{ ...cell, color: soft, textAlign: "end", whiteSpace: "nowrap" }}
            >
              {shapes[state]} {say(reader, `state_${state}`)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
