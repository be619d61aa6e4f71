import { inEngine } from "@/db/client";
import { listOrganizationIds } from "@/db/queries/scrub";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { sendDigests } from "@/lib/operations/digests";
import type { Handler } from "./handlers";

/** Job "digests", twice an hour, as clocks differ by half hours: whose page's morning has come hears of its day or week. */
export const digests: Handler = async (_payload, { now, signal }) => {
  for (const id of await inEngine(engineScope(), listOrganizationIds)) {
    if (signal.aborted) return;
    await sendDigests(systemScope(id, "digests"), now);
  }
};
