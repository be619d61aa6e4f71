import { z } from "zod";
import { providerChoice } from "@/lib/domain/dependency";
import { AppError } from "@/lib/domain/errors";
import { listKnownProviders, providerListInput } from "@/lib/domain/provider-catalogue";
import { documentMaxBytes, providerFormats, providerReadInput } from "@/lib/domain/reading";
import { previewProvider } from "@/lib/jobs/provider-preview";
import { readProvider } from "@/lib/providers";
import { listOf, presentPage } from "../present";
import { route } from "../route";
import { presentReading, reading } from "./provider-reading";

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
      return { body: { ...place, reading: presentReading(said) } };
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
      return { body: presentReading(readProvider({ bytes, format, contentType, observedAt })) };
    },
  }),
];
