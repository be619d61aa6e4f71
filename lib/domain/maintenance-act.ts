import { z } from "zod";
import { instantInput } from "./input";
import { maintenanceFields } from "./maintenance";

/** Body of `PATCH /maintenances/{id}`: what is left out stays. */
export const maintenancePatch = z.strictObject(maintenanceFields).partial().meta({ id: "MaintenancePatch" });
export type MaintenancePatch = z.output<typeof maintenancePatch>;

/** Body of `POST /maintenances/{id}/updates`. A status moves the maintenance on: it begins, is verified, is completed. */
export const maintenanceUpdateInput = z
  .strictObject({
    status: z.enum(["scheduled", "in_progress", "verifying", "completed"]).optional(),
    /** Markdown. */
    body: z.string().trim().min(1, "must say something").max(20_000, "must be at most 20,000 characters"),
  })
  .meta({ id: "MaintenanceUpdateInput" });
export type MaintenanceUpdateInput = z.output<typeof maintenanceUpdateInput>;

/** Body of `POST /maintenances/{id}/start` and `/complete`. */
export const maintenanceTurnInput = z
  .strictObject({ body: z.string().trim().max(20_000).default("") })
  .prefault({})
  .meta({ id: "MaintenanceTurnInput" });
export type MaintenanceTurnInput = z.output<typeof maintenanceTurnInput>;

/** Body of `POST /maintenances/{id}/extend`: the end of the running or next occurrence. */
export const maintenanceExtendInput = z
  .strictObject({ to: instantInput })
  .meta({ id: "MaintenanceExtendInput" });
export type MaintenanceExtendInput = z.output<typeof maintenanceExtendInput>;

/** Body of `POST /maintenances/{id}/skip`: the occurrence to leave out; without it the next one. */
export const maintenanceSkipInput = z
  .strictObject({ occurrence: instantInput.optional() })
  .prefault({})
  .meta({ id: "MaintenanceSkipInput" });
export type MaintenanceSkipInput = z.output<typeof maintenanceSkipInput>;
