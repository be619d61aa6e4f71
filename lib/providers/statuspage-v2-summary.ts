import { jsonAdapter } from "./adapter";
import { at, firstOf } from "./json";
import { readStatuspage } from "./statuspage";

/** Atlassian Statuspage `/api/v2/summary.json` and `/components.json`, and our own pages' v2. */
export const statuspageV2Summary = jsonAdapter({
  matches: (value) =>
    Array.isArray(at(value, "components")) &&
    (at(value, "status", "indicator") !== undefined ||
      at(firstOf(at(value, "components")), "page_id") !== undefined),
  accepts: (value) =>
    at(value, "status", "indicator") !== undefined || Array.isArray(at(value, "components")),
  traces: [/"indicator"/, /"components"/],
  read: readStatuspage,
});
