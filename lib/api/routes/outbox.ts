import { z } from "zod";
import { listOutboxInput, type OutboxMessage } from "@/lib/domain/notice";
import { formatInstant } from "@/lib/domain/time";
import { getOutboxMessage, listOutbox } from "@/lib/operations/outbox";
import { instant, listOf, presentPage } from "../present";
import { route } from "../route";

const message = z
  .object({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()),
    created_at: instant,
  })
  .meta({ id: "OutboxMessage" });

function present(mail: OutboxMessage): z.input<typeof message> {
  const { id, to, subject, html, text, headers, createdAt } = mail;
  return { id, to, subject, html, text, headers, created_at: formatInstant(createdAt) };
}

const tag = "Service";

export const outboxRoutes = [
  route({
    method: "GET",
    path: "/outbox",
    tag,
    summary: "Mail that the local outbox holds instead of sending it",
    grant: "admin",
    query: listOutboxInput,
    answer: listOf(message),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listOutbox(scope, query), present) };
    },
  }),
  route({
    method: "GET",
    path: "/outbox/{id}",
    tag,
    summary: "Read one message of the local outbox",
    grant: "admin",
    answer: message,
    status: 200,
    async run({ scope, params }) {
      return { body: present(await getOutboxMessage(scope, params.id)) };
    },
  }),
];
