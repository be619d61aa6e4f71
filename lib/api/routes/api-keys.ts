import { z } from "zod";
import { type ApiKey, createApiKeyInput, keyStatuses, listApiKeysInput } from "@/lib/domain/api-key";
import { grants } from "@/lib/domain/permission";
import { formatInstant } from "@/lib/domain/time";
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from "@/lib/operations/api-keys";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().meta({ description: "The key's last four characters." }),
    scopes: z.array(z.enum(grants)),
    status: z.enum(keyStatuses),
    created_by: z.string(),
    created_at: instant,
    expires_at: instant.nullable(),
    last_used_at: instant.nullable(),
    archived_at: instant.nullable().meta({ description: "When it was revoked." }),
  })
  .meta({ id: "ApiKey" });

const newApiKey = apiKey
  .extend({ key: z.string().meta({ description: "The key itself; shown this once." }) })
  .meta({ id: "NewApiKey" });

function present(key: ApiKey): z.input<typeof apiKey> {
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    scopes: [...key.scopes],
    status: key.status,
    created_by: key.createdBy,
    created_at: formatInstant(key.createdAt),
    expires_at: instantOrNull(key.expiresAt),
    last_used_at: instantOrNull(key.lastUsedAt),
    archived_at: instantOrNull(key.revokedAt),
  };
}

const tag = "Organization";

export const apiKeyRoutes = [
  route({
    method: "POST",
    path: "/api-keys",
    tag,
    summary: "Make an API key that holds at most what this key holds",
    grant: "admin",
    body: createApiKeyInput,
    answer: newApiKey,
    status: 201,
    async run({ scope, body, now }) {
      const made = await createApiKey(scope, body, now);
      return { body: { ...present(made), key: made.token }, location: `/api-keys/${made.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/api-keys",
    tag,
    summary: "List API keys",
    grant: "admin",
    query: listApiKeysInput,
    answer: listOf(apiKey),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listApiKeys(scope, query, now), present) };
    },
  }),
  route({
    method: "GET",
    path: "/api-keys/{id}",
    tag,
    summary: "Read an API key",
    grant: "admin",
    answer: apiKey,
    status: 200,
    async run({ scope, params, now }) {
      return { body: present(await getApiKey(scope, params.id, now)) };
    },
  }),
  route({
    method: "DELETE",
    path: "/api-keys/{id}",
    tag,
    summary: "Revoke an API key",
    grant: "admin",
    status: 204,
    async run({ scope, params, now }) {
      await revokeApiKey(scope, params.id, now);
      return {};
    },
  }),
];
