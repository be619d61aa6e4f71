import { inEngine } from "@/db/client";
import { listOrganizationIds } from "@/db/queries/scrub";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { remindOwners } from "@/lib/operations/action-items";
import type { Handler } from "./handlers";

/** Job "remindActions", each morning: owners hear of what they promised and has not come. */
export const remindActions: Handler = async (_payload, { now, signal }) => {
  for (const id of await inEngine(engineScope(), listOrganizationIds)) {
    if (signal.aborted) return;
    await remindOwners(systemScope(id, "actions"), now);
  }
};
