import { z } from "zod";
import { providerChoice } from "@/lib/domain/dependency";
import { AppError } from "@/lib/domain/errors";
import { listKnownProviders, providerListInput } from "@/lib/domain/provider-catalogue";
import {
  documentMaxBytes,
  impacts,
  openStatuses,
  providerFormats,
  providerReadInput,
  type Reading,
} from "@/lib/domain/reading";
import { previewProvider } from "@/lib/jobs/provider-preview";
import { readProvider } from "@/lib/providers";
import { instant, instantOrNull, listOf, presentPage, state } from "../present";
import { route } from "../route";

const reading = z
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

function present(view: Reading): z.input<typeof reading> {
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

/** 8 MB of document in base64, and what is around it. */
const readMaxBytes = 12_000_000;

function tooLarge(): AppError {
  const most = `${documentMaxBytes / 1_000_000} MB`;
  return new AppError("invalid", `The document is larger than ${most}, the most this reads.`, {
    status: 413,
  });
}

const known = z
  .object({
    slug: z.string(),
    name: z.string(),
    homepage: z.string(),
    url: z.string().meta({ description: "The document that is polled." }),
    format: z.enum(providerFormats),
  })
  .meta({ id: "KnownProvider" });

const previewed = z
  .object({
    slug: z.string().nullable(),
    name: z.string(),
    url: z.string(),
    format: z.enum(providerFormats).nullable(),
    reading,
  })
  .meta({ id: "ProviderPreview" });

export const providerRoutes = [
  route({
    method: "GET",
    path: "/providers",
    tag: "Providers",
    summary: "Search the catalogue of known providers",
    grant: "read",
    query: providerListInput,
    answer: listOf(known),
    status: 200,
    async run({ query }) {
      const page = listKnownProviders(query);
      return {
        body: presentPage(page, ({ slug, name, homepage, url, format }) => ({
          slug,
          name,
          homepage,
          url,
          format,
        })),
      };
    },
  }),
  route({
    method: "POST",
    path: "/providers/preview",
    tag: "Providers",
    summary: "Look for a provider's status document and read it; nothing is stored",
    grant: "write",
    body: z.strictObject({ provider: providerChoice }),
    answer: previewed,
    status: 200,
    leavesHouse: true,
    async run({ scope, body, signal }) {
      const { place, reading: said } = await previewProvider(scope, body.provider, signal);
      return { body: { ...place, reading: present(said) } };
    },
  }),
  route({
    method: "POST",
    path: "/providers/read",
    tag: "Providers",
    summary: "Read a provider's status document; nothing is stored",
    grant: "write",
    body: providerReadInput,
    maxBytes: readMaxBytes,
    answer: reading,
    status: 200,
    async run({ body }) {
      const { format, body_base64: bytes, content_type: contentType, observed_at: observedAt } = body;
      if (bytes.length > documentMaxBytes) throw tooLarge();
      return { body: present(readProvider({ bytes, format, contentType, observedAt })) };
    },
  }),
];
