import { type MaintenanceView, maintenanceInput, maintenanceListInput } from "@/lib/domain/maintenance";
import {
  maintenanceExtendInput,
  maintenancePatch,
  maintenanceSkipInput,
  maintenanceTurnInput,
  maintenanceUpdateInput,
} from "@/lib/domain/maintenance-act";
import { maintenanceObject, maintenanceObjectOf } from "@/lib/domain/maintenance-object";
import {
  maintenancePreviewInput,
  maintenancePreviewObject,
  maintenancePreviewObjectOf,
} from "@/lib/domain/maintenance-preview";
import {
  cancelMaintenance,
  completeMaintenance,
  extendMaintenance,
  postMaintenanceUpdate,
  skipOccurrence,
  startMaintenance,
  updateMaintenancePlan,
} from "@/lib/operations/maintenance-acts";
import { previewMaintenance } from "@/lib/operations/maintenance-preview";
import { undoMaintenanceUpdate } from "@/lib/operations/maintenance-undo";
import { createMaintenance, getMaintenance, listMaintenances } from "@/lib/operations/maintenances";
import { listOf, presentPage } from "../present";
import { route } from "../route";

const shared = { tag: "Maintenance" } as const;

/** Every act answers with the maintenance as it is then. */
const act = { ...shared, method: "POST", grant: "write", answer: maintenanceObject, status: 200 } as const;

async function answer(acting: Promise<MaintenanceView>) {
  const view = await acting;
  return { body: maintenanceObjectOf(view), version: view.version };
}

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
      return answer(getMaintenance(scope, params.id, now));
    },
  }),
  route({
    ...shared,
    method: "PATCH",
    path: "/maintenances/{id}",
    summary: "Change a maintenance; what is new in its plan is announced anew",
    grant: "write",
    body: maintenancePatch,
    answer: maintenanceObject,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      return answer(updateMaintenancePlan(scope, { id: params.id, patch: body, ifMatch }, now));
    },
  }),
  route({
    ...shared,
    method: "DELETE",
    path: "/maintenances/{id}",
    summary: "Call off whatever of a maintenance has not begun; it stays visible as cancelled",
    grant: "write",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await cancelMaintenance(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
  route({
    ...act,
    path: "/maintenances/{id}/updates",
    summary: "Say how it goes; with a status it is also a turn",
    body: maintenanceUpdateInput,
    async run({ scope, params, body, ifMatch, now }) {
      return answer(postMaintenanceUpdate(scope, { ...body, id: params.id, ifMatch }, now));
    },
  }),
  route({
    ...act,
    path: "/maintenances/{id}/undo",
    summary: "Take back the last words within ten seconds, before any mail has left",
    async run({ scope, params, ifMatch, now }) {
      return answer(undoMaintenanceUpdate(scope, { id: params.id, ifMatch }, now));
    },
  }),
  route({
    ...act,
    path: "/maintenances/{id}/start",
    summary: "Begin the next occurrence now",
    body: maintenanceTurnInput,
    bodyOptional: true,
    async run({ scope, params, body, ifMatch, now }) {
      return answer(startMaintenance(scope, { ...body, id: params.id, ifMatch }, now));
    },
  }),
  route({
    ...act,
    path: "/maintenances/{id}/complete",
    summary: "End what is running now",
    body: maintenanceTurnInput,
    bodyOptional: true,
    async run({ scope, params, body, ifMatch, now }) {
      return answer(completeMaintenance(scope, { ...body, id: params.id, ifMatch }, now));
    },
  }),
  route({
    ...act,
    path: "/maintenances/{id}/extend",
    summary: "Move the end of the running or next occurrence; the part that is new is announced now",
    body: maintenanceExtendInput,
    async run({ scope, params, body, ifMatch, now }) {
      return answer(extendMaintenance(scope, { ...body, id: params.id, ifMatch }, now));
    },
  }),
  route({
    ...act,
    path: "/maintenances/{id}/skip",
    summary: "Leave one occurrence of a recurring maintenance out",
    body: maintenanceSkipInput,
    bodyOptional: true,
    async run({ scope, params, body, ifMatch, now }) {
      return answer(skipOccurrence(scope, { ...body, id: params.id, ifMatch }, now));
    },
  }),
  route({
    ...act,
    path: "/maintenances/effect",
    summary:
      "What a plan would mean: the notice it gives and, for finance, each affected commitment's allowance",
    grant: "read",
    body: maintenancePreviewInput,
    answer: maintenancePreviewObject,
    async run({ scope, body, now }) {
      return { body: maintenancePreviewObjectOf(await previewMaintenance(scope, body, now)) };
    },
  }),
];
