import { maintenanceInput, maintenanceListInput } from "@/lib/domain/maintenance";
import { maintenanceObject, maintenanceObjectOf } from "@/lib/domain/maintenance-object";
import { createMaintenance, getMaintenance, listMaintenances } from "@/lib/operations/maintenances";
import { listOf, presentPage } from "../present";
import { route } from "../route";

const shared = { tag: "Maintenance" } as const;

export const maintenanceRoutes = [
  route({
    ...shared,
    method: "POST",
    path: "/maintenances",
    summary: "Announce a maintenance, once or recurring; it begins and ends by itself",
    grant: "write",
    body: maintenanceInput,
    answer: maintenanceObject,
    status: 201,
    async run({ scope, body, now }) {
      const view = await createMaintenance(scope, body, now);
      return {
        body: maintenanceObjectOf(view),
        version: view.version,
        location: `/maintenances/${view.id}`,
      };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/maintenances",
    summary: "Maintenances, newest first",
    grant: "read",
    query: maintenanceListInput,
    answer: listOf(maintenanceObject),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listMaintenances(scope, query, now), maintenanceObjectOf) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/maintenances/{id}",
    summary: "One maintenance with its thread",
    grant: "read",
    answer: maintenanceObject,
    status: 200,
    async run({ scope, params, now }) {
      const view = await getMaintenance(scope, params.id, now);
      return { body: maintenanceObjectOf(view), version: view.version };
    },
  }),
];
