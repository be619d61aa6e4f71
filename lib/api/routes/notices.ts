import { z } from "zod";
import { channels, type Delivery, deliveryStatuses } from "@/lib/domain/delivery";
import {
  listDeliveriesInput,
  listNoticesInput,
  type Notice,
  noticeTemplates,
  resendNoticeInput,
} from "@/lib/domain/notice";
import { formatInstant } from "@/lib/domain/time";
import { getNotice, listDeliveries, listNotices, resendNotice } from "@/lib/operations/delivery-desk";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const funnel = z.object(
  Object.fromEntries(deliveryStatuses.map((status) => [status, z.int()])) as Record<
    (typeof deliveryStatuses)[number],
    z.ZodInt
  >,
);

const notice = z
  .object({
    id: z.string(),
    fact_id: z.string(),
    template: z.enum(noticeTemplates),
    about: z.string().nullable().meta({ description: "What it tells of, by its title." }),
    incident_id: z.string().nullable(),
    state: z.enum(["waiting", "sending", "done", "cancelled"]),
    funnel: funnel.meta({ description: "How many copies are in each state." }),
    detected_at: instant.nullable(),
    created_at: instant,
    due_at: instant,
    cancelled_at: instant.nullable(),
    first_sent_at: instant.nullable(),
    last_sent_at: instant.nullable(),
    first_sent_after_ms: z.int().nullable().meta({ description: "From detection to the first delivery." }),
    last_sent_after_ms: z.int().nullable().meta({ description: "From detection to the last delivery." }),
  })
  .meta({ id: "Notice" });

function present(view: Notice): z.input<typeof notice> {
  const from = view.detectedAt ?? view.createdAt;
  const after = (at: number | null) => (at === null ? null : at - from);
  return {
    id: view.id,
    fact_id: view.factId,
    template: view.template,
    about: view.about,
    incident_id: view.incidentId,
    state: view.state,
    funnel: view.funnel,
    detected_at: instantOrNull(view.detectedAt),
    created_at: formatInstant(view.createdAt),
    due_at: formatInstant(view.dueAt),
    cancelled_at: instantOrNull(view.cancelledAt),
    first_sent_at: instantOrNull(view.firstSentAt),
    last_sent_at: instantOrNull(view.lastSentAt),
    first_sent_after_ms: after(view.firstSentAt),
    last_sent_after_ms: after(view.lastSentAt),
  };
}

const delivery = z
  .object({
    id: z.string(),
    notice_id: z.string(),
    channel: z.enum(channels),
    address: z.string(),
    recipient_id: z.string().nullable(),
    status: z.enum(deliveryStatuses),
    attempts: z.int(),
    failures: z
      .array(z.object({ at: instant, failure: z.string() }))
      .meta({ description: "Attempts that failed, the last twenty, oldest first." }),
    failure: z.string().nullable(),
    due_at: instant.nullable(),
    first_attempt_at: instant.nullable(),
    sent_at: instant.nullable(),
    delivered_at: instant.nullable(),
    sender_id: z.string().nullable().meta({ description: "The mail provider's name for it." }),
    batch_id: z.string().nullable().meta({ description: "The idempotency key it left under." }),
    created_at: instant,
  })
  .meta({ id: "Delivery" });

function presentDelivery(view: Delivery): z.input<typeof delivery> {
  return {
    id: view.id,
    notice_id: view.noticeId,
    channel: view.channel,
    address: view.address,
    recipient_id: view.recipientId,
    status: view.status,
    attempts: view.attempts,
    failures: view.failures.map(({ at, failure }) => ({ at: formatInstant(at), failure })),
    failure: view.failure,
    due_at: instantOrNull(view.dueAt),
    first_attempt_at: instantOrNull(view.firstAttemptAt),
    sent_at: instantOrNull(view.sentAt),
    delivered_at: instantOrNull(view.deliveredAt),
    sender_id: view.senderId,
    batch_id: view.batchId,
    created_at: formatInstant(view.createdAt),
  };
}

const tag = "Notices";

export const noticeRoutes = [
  route({
    method: "GET",
    path: "/notices",
    tag,
    summary: "List what was told, newest first, with how far its copies came",
    grant: "read",
    query: listNoticesInput,
    answer: listOf(notice),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listNotices(scope, query), present) };
    },
  }),
  route({
    method: "GET",
    path: "/notices/{id}",
    tag,
    summary: "Read a notice",
    grant: "read",
    answer: notice,
    status: 200,
    async run({ scope, params }) {
      return { body: present(await getNotice(scope, params.id)) };
    },
  }),
  route({
    method: "GET",
    path: "/notices/{id}/deliveries",
    tag,
    summary: "Each recipient's fate with its attempts, by channel and address",
    grant: "read",
    query: listDeliveriesInput,
    answer: listOf(delivery),
    status: 200,
    async run({ scope, params, query }) {
      return { body: presentPage(await listDeliveries(scope, params.id, query), presentDelivery) };
    },
  }),
  route({
    method: "POST",
    path: "/notices/{id}/resend",
    tag,
    summary: "Send a notice again to those it failed to reach",
    grant: "write",
    body: resendNoticeInput,
    bodyOptional: true,
    answer: z.object({ requeued: z.int(), notice }),
    status: 200,
    async run({ scope, params, body, now }) {
      const { notice: view, requeued } = await resendNotice(scope, params.id, body, now);
      return { body: { requeued, notice: present(view) } };
    },
  }),
];
