import { z } from "zod";
import { eventCatalogue, eventEnvelope, eventTypes } from "@/lib/domain/event-catalogue";
import { pageInput } from "@/lib/domain/input";
import { callStatuses } from "@/lib/domain/outbound";
import { formatInstant } from "@/lib/domain/time";
import {
  type AttemptView,
  attemptListInput,
  type WebhookView,
  webhookInput,
  webhookPatch,
} from "@/lib/domain/webhook";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listAttempts,
  listWebhooks,
  replayAttempt,
  rotateSecret,
  testWebhook,
  updateWebhook,
} from "@/lib/operations/webhooks";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    event_types: z.array(z.string()),
    enabled: z.boolean(),
    disabled_at: instant.nullable(),
    disabled_reason: z.string().nullable(),
    secret_hint: z.string().meta({ description: "The secret's last four characters." }),
    previous_secret_until: instant.nullable().meta({
      description: "Until then every call also carries a signature by the secret before the rotation.",
    }),
    failing_since: instant.nullable(),
    last_success_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.int(),
  })
  .meta({ id: "Webhook" });

const madeWebhook = webhook
  .extend({ secret: z.string().meta({ description: "Shown this once. Standard Webhooks: `whsec_…`." }) })
  .meta({ id: "MadeWebhook" });

const attempt = z
  .object({
    id: z.string(),
    event_id: z.string(),
    event_type: z.string(),
    attempt: z.int(),
    at: instant,
    duration_ms: z.int(),
    outcome: z.enum(callStatuses).meta({ description: "`queued`: it will be tried again." }),
    request: z.object({ headers: z.record(z.string(), z.string()), body: z.string().nullable() }),
    response: z.object({ status: z.int(), body: z.string() }).nullable(),
    failure: z.string().nullable(),
  })
  .meta({ id: "WebhookAttempt" });

const sent = z.object({ event_id: z.string() }).meta({ id: "WebhookEventSent" });

const eventType = z
  .object({ type: z.enum(eventTypes), summary: z.string(), finance: z.boolean(), schema: z.looseObject({}) })
  .meta({ id: "EventType" });

function present(view: WebhookView): z.input<typeof webhook> {
  return {
    ...{ id: view.id, url: view.url, description: view.description, event_types: [...view.eventTypes] },
    ...{ enabled: view.disabledAt === null, disabled_at: instantOrNull(view.disabledAt) },
    ...{ disabled_reason: view.disabledReason, secret_hint: view.hint },
    previous_secret_until: instantOrNull(view.previousUntil),
    failing_since: instantOrNull(view.failingSince),
    last_success_at: instantOrNull(view.lastSuccessAt),
    ...{ created_at: formatInstant(view.createdAt), updated_at: formatInstant(view.updatedAt) },
    version: view.version,
  };
}

function presentAttempt(view: AttemptView): z.input<typeof attempt> {
  const { responseStatus, responseBody } = view;
  return {
    ...{ id: view.id, event_id: view.eventId, event_type: view.eventType, attempt: view.attempt },
    ...{ at: formatInstant(view.at), duration_ms: view.durationMs, outcome: view.outcome },
    request: { headers: view.requestHeaders, body: view.requestBody },
    response: responseStatus === null ? null : { status: responseStatus, body: responseBody ?? "" },
    failure: view.failure,
  };
}

/** The catalogue never changes while a process lives. */
const catalogue = eventTypes.map((type) => ({
  type,
  summary: eventCatalogue[type].summary,
  finance: "isFinance" in eventCatalogue[type],
  schema: z.toJSONSchema(eventEnvelope(type), { target: "draft-2020-12" }),
}));

const shared = { tag: "Webhooks", grant: "admin" } as const;

export const webhookRoutes = [
  route({
    method: "GET",
    path: "/event-types",
    tag: "Webhooks",
    grant: "read",
    summary: "Every event a webhook can listen to, each with the JSON Schema of its body",
    answer: z.object({ data: z.array(eventType) }),
    status: 200,
    async run() {
      return { body: { data: catalogue } };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/webhooks",
    summary: "Make a webhook; the answer holds its secret, this once",
    body: webhookInput,
    answer: madeWebhook,
    status: 201,
    async run({ scope, body, now }) {
      const { webhook: view, secret } = await createWebhook(scope, body, now);
      return { body: { ...present(view), secret }, version: view.version, location: `/webhooks/${view.id}` };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/webhooks",
    summary: "Webhooks, by age",
    query: pageInput,
    answer: listOf(webhook),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listWebhooks(scope, query), present) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/webhooks/{id}",
    summary: "One webhook",
    answer: webhook,
    status: 200,
    async run({ scope, params }) {
      const view = await getWebhook(scope, params.id);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "PATCH",
    path: "/webhooks/{id}",
    summary: "Change a webhook, or switch it off and on",
    body: webhookPatch,
    answer: webhook,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateWebhook(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "DELETE",
    path: "/webhooks/{id}",
    summary: "Delete a webhook and its log",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await deleteWebhook(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/webhooks/{id}/rotate-secret",
    summary: "A new secret; for 24 hours the old one signs as well",
    answer: madeWebhook,
    status: 200,
    async run({ scope, params, now }) {
      const { webhook: view, secret } = await rotateSecret(scope, { id: params.id }, now);
      return { body: { ...present(view), secret }, version: view.version };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/webhooks/{id}/test",
    summary: "Send the event webhook.test to it",
    answer: sent,
    status: 200,
    async run({ scope, params, now }) {
      return { body: { event_id: (await testWebhook(scope, params.id, now)).eventId } };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/webhooks/{id}/attempts",
    summary: "Calls of the last 30 days, newest first, with request and answer",
    query: attemptListInput,
    answer: listOf(attempt),
    status: 200,
    async run({ scope, params, query }) {
      return { body: presentPage(await listAttempts(scope, { ...query, id: params.id }), presentAttempt) };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/webhooks/{id}/attempts/{attemptId}/replay",
    summary: "Send an attempt's event again, under the same identifier",
    answer: sent,
    status: 200,
    async run({ scope, params, now }) {
      const { eventId } = await replayAttempt(scope, params, now);
      return { body: { event_id: eventId } };
    },
  }),
];
