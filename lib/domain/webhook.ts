import { z } from "zod";
import { type EventType, listenableTypes } from "./event-catalogue";
import { pageInput } from "./input";
import type { CallStatus } from "./outbound";
import { hourMs, type Ms } from "./time";

/** Most webhooks of one organization. */
export const webhooksMax = 20;
/** So long after a rotation the secret before is signed with as well. */
export const overlapMs = 24 * hourMs;

const url = z
  .string()
  .trim()
  .max(2_000)
  .transform((text, context) => {
    const parsed = URL.parse(text);
    const isWeb = parsed?.protocol === "https:" || parsed?.protocol === "http:";
    if (parsed && isWeb && parsed.username === "" && parsed.password === "" && parsed.hash === "")
      return parsed.href;
    const message = "must be an http(s):// address without user name, password and fragment";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .meta({ example: "https://example.com/hooks/probity" });

const fields = {
  url,
  description: z.string().trim().max(200),
  event_types: z
    .array(z.enum(listenableTypes as [EventType, ...EventType[]], "is not an event; see GET /event-types"))
    .min(1, "must name at least one event")
    .transform((types) => [...new Set(types)].sort()),
};

/** Body of `POST /webhooks` and of the form. */
export const webhookInput = z
  .strictObject({ ...fields, description: fields.description.default("") })
  .meta({ id: "WebhookInput" });
export type WebhookInput = z.output<typeof webhookInput>;

/** Body of `PATCH /webhooks/{id}`: what is left out stays. `enabled: true` forgets old failures. */
export const webhookPatch = z
  .strictObject({ ...fields, enabled: z.boolean() })
  .partial()
  .meta({ id: "WebhookPatch" });
export type WebhookPatch = z.output<typeof webhookPatch>;

export const attemptListInput = pageInput.extend({ event_id: z.string().max(100).optional() });
export type AttemptListInput = z.output<typeof attemptListInput>;

export type WebhookView = {
  id: string;
  url: string;
  description: string;
  eventTypes: readonly string[];
  /** The secret's last four characters. */
  hint: string;
  /** Until when the secret before the rotation is signed with too. */
  previousUntil: Ms | null;
  disabledAt: Ms | null;
  disabledReason: string | null;
  failingSince: Ms | null;
  lastSuccessAt: Ms | null;
  createdAt: Ms;
  updatedAt: Ms;
  version: number;
};

/** One call of a webhook with what was sent and what came back. */
export type AttemptView = {
  id: string;
  eventId: string;
  eventType: string;
  /** 1 for the first try. */
  attempt: number;
  at: Ms;
  durationMs: number;
  outcome: CallStatus;
  requestHeaders: Record<string, string>;
  /** null for those who may not see what the event says. */
  requestBody: string | null;
  responseStatus: number | null;
  responseBody: string | null;
  failure: string | null;
};
