import { jsonAdapter } from "./adapter";
import { at, firstOf, wordOf } from "./json";
import { componentWords, readStatuspage } from "./statuspage";

/** Atlassian Statuspage `/api/v2/summary.json` and `/components.json`, and our own pages' v2. */
export const statuspageV2Summary = jsonAdapter({
  matches: (value) =>
    Array.isArray(at(value, "components")) &&
    (at(value, "status", "indicator") !== undefined || isComponent(firstOf(at(value, "components")), value)),
  accepts: (value) =>
    at(value, "status", "indicator") !== undefined || Array.isArray(at(value, "components")),
  traces: [/"indicator"/, /"components"/],
  read: readStatuspage,
});

/** `/components.json`: told by its page, for copies of the product leave out what a component says of it. */
function isComponent(row: unknown, value: unknown): boolean {
  if (at(row, "page_id") !== undefined) return true;
  return at(value, "page", "id") !== undefined && Object.hasOwn(componentWords, wordOf(at(row, "status")));
}
