import { worstState } from "@/lib/domain/reading";
import { finding, jsonAdapter } from "./adapter";
import { colourState, readHerokuIncident } from "./heroku";
import { at, entriesOf, lengthOf, listOf, textOf } from "./json";

/** Heroku's retired v3: one colour for production, one for development. */
export const herokuV3 = jsonAdapter({
  matches: (value) =>
    at(value, "status", "Production") !== undefined || at(value, "status", "Development") !== undefined,
  traces: [/"Production"\s*:/, /"Development"\s*:/],
  read(value) {
    const components = entriesOf(at(value, "status")).map(([key, colour]) => {
      const name = textOf(key) ?? "Unnamed";
      return { id: name, name, group: null, region: null, state: colourState(colour) };
    });
    const bad = components
      .filter((component) => component.state !== "operational")
      .map((component) => component.name);
    const overall = worstState(components.map((component) => component.state));
    const open = listOf(at(value, "issues")).filter((issue) => at(issue, "resolved") !== true);
    return finding({
      overall,
      components,
      openIncidents: open.map((issue) => readHerokuIncident(issue, overall, bad)),
      counts: { components: components.length, incidents: lengthOf(at(value, "issues")) },
    });
  },
});
