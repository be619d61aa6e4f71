import { z } from "zod";
import { pageSenderInput, sendingDomainInput } from "@/lib/domain/sender";
import { formatInstant } from "@/lib/domain/time";
import { checkSendingDomain } from "@/lib/jobs/check-domain";
import {
  addSendingDomain,
  getPageSender,
  getSendingDomain,
  listSendingDomains,
  type PageSender,
  removeSendingDomain,
  type SendingDomainRow,
  setPageSender,
} from "@/lib/operations/sending-domains";
import { instant, instantOrNull, listOf } from "../present";
import { route } from "../route";

const sendingDomain = z
  .object({
    id: z.string(),
    domain: z.string(),
    state: z.enum(["unchecked", "pending", "verified", "failed"]),
    records: z
      .array(
        z.object({
          type: z.string(),
          name: z.string(),
          value: z.string(),
          priority: z.int().nullable(),
          status: z.string(),
        }),
      )
      .meta({ description: "What the domain's DNS must say." }),
    failure: z.string().nullable(),
    created_at: instant,
    checked_at: instant.nullable(),
    verified_at: instant.nullable(),
  })
  .meta({ id: "SendingDomain" });

function present(row: SendingDomainRow): z.input<typeof sendingDomain> {
  const { id, domain, state, records, failure, createdAt, checkedAt, verifiedAt } = row;
  return {
    ...{ id, domain, state, records, failure, created_at: formatInstant(createdAt) },
    checked_at: instantOrNull(checkedAt),
    verified_at: instantOrNull(verifiedAt),
  };
}

const pageSender = z
  .object({ name: z.string().nullable(), address: z.string().nullable(), reply_to: z.string().nullable() })
  .meta({ id: "PageSender" });

function presentSender({ name, address, replyTo }: PageSender): z.input<typeof pageSender> {
  return { name, address, reply_to: replyTo };
}

const shared = { tag: "Sending", grant: "admin" } as const;

export const sendingDomainRoutes = [
  route({
    ...shared,
    method: "POST",
    path: "/sending-domains",
    summary: "Add a domain to send mail from",
    body: sendingDomainInput,
    answer: sendingDomain,
    status: 201,
    async run({ scope, body, now }) {
      const row = await addSendingDomain(scope, body, now);
      return { body: present(row), location: `/sending-domains/${row.id}` };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/sending-domains",
    summary: "Domains to send mail from, with the DNS records they need",
    answer: listOf(sendingDomain),
    status: 200,
    async run({ scope }) {
      return { body: { data: (await listSendingDomains(scope)).map(present), next_cursor: null } };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/sending-domains/{id}",
    summary: "One sending domain",
    answer: sendingDomain,
    status: 200,
    async run({ scope, params }) {
      return { body: present(await getSendingDomain(scope, params.id)) };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/sending-domains/{id}/check",
    summary: "Have a domain's DNS looked at by the mail provider now",
    leavesHouse: true,
    answer: sendingDomain,
    status: 200,
    async run({ scope, params, now }) {
      return { body: present(await checkSendingDomain(scope, params.id, now)) };
    },
  }),
  route({
    ...shared,
    method: "DELETE",
    path: "/sending-domains/{id}",
    summary: "Send from a domain no more",
    status: 204,
    async run({ scope, params, now }) {
      await removeSendingDomain(scope, params.id, now);
      return {};
    },
  }),
  route({
    tag: "Sending",
    grant: "read",
    method: "GET",
    path: "/pages/{id}/sender",
    summary: "Who a page's mails come from; null: the page's name, the installation's address",
    answer: pageSender,
    status: 200,
    async run({ scope, params }) {
      return { body: presentSender(await getPageSender(scope, params.id)) };
    },
  }),
  route({
    ...shared,
    method: "PUT",
    path: "/pages/{id}/sender",
    summary: "Name, address and reply address of a page's mails",
    body: pageSenderInput,
    answer: pageSender,
    status: 200,
    async run({ scope, params, body, now }) {
      return { body: presentSender(await setPageSender(scope, params.id, body, now)) };
    },
  }),
];
