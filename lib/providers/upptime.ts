import { monitoredState } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { at, firstOf, listOf, textOf, translate } from "./json";

const words: Readonly<Record<string, State>> = {
  up: "operational",
  degraded: "degraded_performance",
  down: "major_outage",
};

/** Upptime `history/summary.json`: monitors; its incidents are GitHub issues and not in here. */
export const upptime = jsonAdapter({
  matches: (value) => {
    const first = firstOf(value);
    return (
      at(first, "slug") !== undefined &&
      at(first, "status") !== undefined &&
      at(first, "uptime") !== undefined
    );
  },
  accepts: Array.isArray,
  traces: [/"dailyMinutesDown"|"uptimeDay"/],
  read(value) {
    const components = listOf(value).flatMap((site) => {
      const name = textOf(at(site, "name"));
      const state = translate(words, at(site, "status"), "unknown");
      return name === null ? [] : [{ id: textOf(at(site, "slug")), name, group: null, region: null, state }];
    });
    return finding({ overall: monitoredState(components.map((component) => component.state)), components });
  },
});
