import { jsonAdapter } from "./adapter";
import { at } from "./json";
import { readStatuspage } from "./statuspage";

/** Atlassian Statuspage `/api/v2/status.json`: the verdict and nothing else. */
export const statuspageV2Status = jsonAdapter({
  matches: (value) => at(value, "status", "indicator") !== undefined,
  traces: [/"indicator"/, /"page"/],
  read: readStatuspage,
});
