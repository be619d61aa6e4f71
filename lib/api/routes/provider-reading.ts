import { z } from "zod";
import { impacts, openStatuses, providerFormats, type Reading } from "@/lib/domain/reading";
import { instant, instantOrNull, state } from "../present";

/** The normalised reading, as every answer that holds one shows it. */
export const reading = z
  .object({
    format: z
      .enum(providerFormats)
      .nullable()
      .meta({ description: "As named or detected; null when the document is of no known format." }),
    overall: state,
    components: z.array(
      z.object({ name: z.string(), group: z.string().nullable(), region: z.string().nullable(), state }),
    ),
    open_incidents: z.array(
      z.object({
        title: z.string(),
        impact: z.enum(impacts),
        started_at: instant.nullable(),
        updated_at: instant.nullable(),
        latest_status: z.enum(openStatuses),
        affected: z.array(z.string()),
      }),
    ),
    scheduled: z.array(z.object({ title: z.string(), from: instant.nullable(), to: instant.nullable() })),
    counts: z
      .object({ components: z.int(), incidents: z.int() })
      .meta({ description: "Everything in the document, closed incidents included." }),
    parse_error: z.literal(true).optional().meta({ description: "The document could not be read." }),
    reason: z.string().optional().meta({ description: "Why nothing certain is said." }),
  })
  .meta({ id: "ProviderReading" });

export function presentReading(view: Reading): z.input<typeof reading> {
  return {
    format: view.format,
    overall: view.overall,
    components: view.components.map(({ name, group, region, state }) => ({ name, group, region, state })),
    open_incidents: view.openIncidents.map((incident) => ({
      title: incident.title,
      impact: incident.impact,
      started_at: instantOrNull(incident.startedAt),
      updated_at: instantOrNull(incident.updatedAt),
      latest_status: incident.latestStatus,
      affected: incident.affected,
    })),
    scheduled: view.scheduled.map(({ title, from, to }) => ({
      title,
      from: instantOrNull(from),
      to: instantOrNull(to),
    })),
    counts: view.counts,
    ...(view.parseError ? { parse_error: true } : {}),
    ...(view.reason === undefined ? {} : { reason: view.reason }),
  };
}
