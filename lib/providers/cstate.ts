import { impactOfState, type ReadingIncident } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { readInstant } from "./instant";
import { at, listOf, namesOf, textOf, translate } from "./json";

const words: Readonly<Record<string, State>> = {
  ok: "operational",
  notice: "operational",
  disrupted: "partial_outage",
  down: "major_outage",
};

/** cState `/index.json`: a static site, so it is as fresh as its last build. */
export const cstate = jsonAdapter({
  matches: (value) => at(value, "cStateVersion") !== undefined || at(value, "summaryStatus") !== undefined,
  traces: [/"cStateVersion"|"summaryStatus"/],
  read(value) {
    const systems = listOf(at(value, "systems"));
    const components = systems.flatMap((system) => {
      const name = textOf(at(system, "name"));
      const group = textOf(at(system, "category"));
      return name === null
        ? []
        : [{ id: null, name, group, region: null, state: stateOf(at(system, "status")) }];
    });
    const issues = [
      ...systems.flatMap((system) => listOf(at(system, "unresolvedIssues"))),
      ...listOf(at(value, "pinnedIssues")),
    ];
    const overall = translate(words, at(value, "summaryStatus"), "unknown");
    return finding({ overall, components, openIncidents: openIssues(issues) });
  },
});

function stateOf(value: unknown): State {
  return translate(words, value, "unknown");
}

/** An issue stands once under every system it affects; the copy edited last counts. */
function openIssues(issues: unknown[]): ReadingIncident[] {
  const found = new Map<string, ReadingIncident>();
  for (const issue of issues) {
    const title = textOf(at(issue, "title"));
    if (at(issue, "informational") === true) continue;
    if (title === null || at(issue, "resolved") === true) continue;
    const startedAt = readInstant(at(issue, "createdAt"));
    const id = textOf(at(issue, "permalink")) ?? textOf(at(issue, "filename"));
    const key = id ?? `${title} ${startedAt}`;
    const updatedAt = readInstant(at(issue, "lastMod")) ?? startedAt;
    if ((found.get(key)?.updatedAt ?? -1) >= (updatedAt ?? 0)) continue;
    found.set(key, {
      id,
      title,
      impact: impactOfState(stateOf(at(issue, "severity"))),
      startedAt,
      updatedAt,
      latestStatus: "open",
      affected: namesOf(at(issue, "affected"), "name"),
    });
  }
  return [...found.values()];
}
