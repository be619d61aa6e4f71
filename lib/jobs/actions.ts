import { remindOwners } from "@/lib/operations/action-items";
import { forEveryOrganization } from "./every-organization";
import type { Handler } from "./handlers";

/** Job "remindActions", each morning: owners hear of what they promised and has not come. */
export const remindActions: Handler = async (_payload, { now, signal }) => {
  await forEveryOrganization("actions", signal, (scope) => remindOwners(scope, now));
};
