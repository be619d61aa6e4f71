import { z } from "zod";
import { affectedStates, impacts, incidentStatuses } from "./incident";
import { instantInput } from "./input";

/** Words not yet said, however unfinished: of a new incident, of a draft, or the next of a published one. */
export const previewInput = z.strictObject({
  incident_id: z.string().max(100).nullable(),
  title: z.string().max(200),
  status: z.enum(incidentStatuses),
  impact: z.enum(impacts).optional(),
  body: z.string().max(20_000),
  components: z.array(z.strictObject({ id: z.string().max(100), state: z.enum(affectedStates) })).max(200),
  started_at: instantInput.optional(),
  next_update_at: instantInput.nullable(),
});
export type PreviewInput = z.output<typeof previewInput>;
