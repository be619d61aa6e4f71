import { sendDigests } from "@/lib/operations/digests";
import { forEveryOrganization } from "./every-organization";
import type { Handler } from "./handlers";

/** Job "digests", twice an hour, as clocks differ by half hours: whose page's morning has come hears of its day or week. */
export const digests: Handler = async (_payload, { now, signal }) => {
  await forEveryOrganization("digests", signal, (scope) => sendDigests(scope, now));
};
