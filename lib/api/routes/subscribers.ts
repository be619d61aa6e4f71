import { z } from "zod";
import {
  consentBases,
  impactOrder,
  rhythms,
  type SubscriberView,
  subscriberChannels,
  subscriberImportInput,
  subscriberInput,
  subscriberKinds,
  subscriberListInput,
  subscriberStates,
} from "@/lib/domain/subscriber";
import { formatInstant } from "@/lib/domain/time";
import { exportSubscribers, importSubscribers } from "@/lib/operations/subscriber-files";
import {
  createSubscriber,
  getSubscriber,
  listSubscribers,
  removeSubscriber,
} from "@/lib/operations/subscribers";
import { subscriberCsv } from "@/lib/render/subscriber-csv";
import { byteStream } from "../byte-stream";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const subscriber = z
  .object({
    id: z.string(),
    page_id: z.string(),
    channel: z.enum(subscriberChannels),
    address: z
      .string()
      .meta({ description: "An e-mail address, or a hook's host: the rest of it is a secret." }),
    state: z.enum(subscriberStates),
    components: z.array(z.string()).nullable(),
    groups: z.array(z.string()).nullable(),
    kinds: z.array(z.enum(subscriberKinds)),
    least_impact: z.enum(impactOrder),
    rhythm: z.enum(rhythms).meta({ description: "Each message, or one digest a day or a week." }),
    incident_id: z.string().nullable(),
    locale: z.string(),
    timezone: z.string(),
    consent: z.object({ basis: z.enum(consentBases), note: z.string().nullable(), at: instant }),
    confirmed_at: instant.nullable(),
    unsubscribed_at: instant.nullable(),
    quarantined_at: instant.nullable(),
    quarantine_reason: z.string().nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.int(),
  })
  .meta({ id: "Subscriber" });

const made = subscriber
  .extend({
    secret: z
      .string()
      .optional()
      .meta({ description: "Of a webhook with consent, shown this once. Standard Webhooks: `whsec_…`." }),
  })
  .meta({ id: "SubscriberMade" });

function present(view: SubscriberView): z.input<typeof subscriber> {
  const { id, channel, address, state, components, groups, kinds, locale, timezone, consent } = view;
  return {
    ...{ id, page_id: view.pageId, channel, address, state, components, groups, kinds, locale, timezone },
    least_impact: impactOrder[view.leastImpact] ?? "none",
    rhythm: view.rhythm,
    incident_id: view.incidentId,
    consent: { ...consent, at: formatInstant(consent.at) },
    confirmed_at: instantOrNull(view.confirmedAt),
    unsubscribed_at: instantOrNull(view.unsubscribedAt),
    quarantined_at: instantOrNull(view.quarantinedAt),
    quarantine_reason: view.quarantineReason,
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    version: view.version,
  };
}

const tag = "Subscribers";

export const subscriberRoutes = [
  route({
    method: "POST",
    path: "/pages/{id}/subscribers",
    tag,
    summary: "Subscribe an address: active at once with consent on record, else its mailbox is asked",
    grant: "write",
    body: subscriberInput,
    answer: made,
    status: 201,
    async run({ scope, params, body, now }) {
      const { subscriber: view, secret } = await createSubscriber(scope, params.id, body, now);
      const location = `/pages/${params.id}/subscribers/${view.id}`;
      return { body: { ...present(view), ...(secret === null ? {} : { secret }) }, location };
    },
  }),
  route({
    method: "GET",
    path: "/pages/{id}/subscribers",
    tag,
    summary: "A page's subscribers, newest first",
    grant: "read",
    query: subscriberListInput,
    answer: listOf(subscriber),
    status: 200,
    async run({ scope, params, query }) {
      return { body: presentPage(await listSubscribers(scope, params.id, query), present) };
    },
  }),
  route({
    method: "GET",
    path: "/pages/{id}/subscribers/{subscriber}",
    tag,
    summary: "One subscriber",
    grant: "read",
    answer: subscriber,
    status: 200,
    async run({ scope, params }) {
      return { body: present(await getSubscriber(scope, params.id, params.subscriber)) };
    },
  }),
  route({
    method: "DELETE",
    path: "/pages/{id}/subscribers/{subscriber}",
    tag,
    summary: "Send nothing more to a subscriber",
    grant: "write",
    status: 204,
    async run({ scope, params, now }) {
      await removeSubscriber(scope, params.id, params.subscriber, now);
      return {};
    },
  }),
  route({
    method: "POST",
    path: "/pages/{id}/subscribers/import",
    tag,
    summary: "Take subscribers from a CSV file, with the consent somebody vouches for",
    grant: "write",
    body: subscriberImportInput,
    answer: z.object({
      added: z.int(),
      known: z.int().meta({ description: "Were there before and stay as they are, in whatever state" }),
      skipped: z.int().meta({ description: "No mailboxes, or not active where the file comes from" }),
      ignored_columns: z.array(z.string()),
    }),
    status: 200,
    async run({ scope, params, body, now }) {
      const { ignoredColumns, ...counts } = await importSubscribers(scope, params.id, body, now);
      return { body: { ...counts, ignored_columns: ignoredColumns } };
    },
  }),
  route({
    method: "GET",
    path: "/pages/{id}/subscribers.csv",
    tag,
    summary: "A page's subscribers as CSV, with the consent of each",
    grant: "write",
    contentType: "text/csv; charset=utf-8",
    status: 200,
    async run({ scope, params }) {
      return { stream: byteStream(subscriberCsv(await exportSubscribers(scope, params.id))) };
    },
  }),
];
