import { z } from "zod";
import {
  listSuppressionsInput,
  type Suppression,
  suppressionInput,
  suppressionReasons,
} from "@/lib/domain/suppression";
import { formatInstant } from "@/lib/domain/time";
import {
  getSuppression,
  liftManualSuppression,
  listSuppressions,
  suppressAddress,
} from "@/lib/operations/suppressions";
import { instant, listOf, presentPage } from "../present";
import { route } from "../route";

const suppression = z
  .object({
    id: z.string(),
    address: z.string(),
    reason: z.enum(suppressionReasons),
    detail: z.string().nullable(),
    delivery_id: z.string().nullable().meta({ description: "The copy that came back." }),
    created_at: instant,
  })
  .meta({ id: "Suppression" });

function present({ id, address, reason, detail, deliveryId, createdAt }: Suppression) {
  return { id, address, reason, detail, delivery_id: deliveryId, created_at: formatInstant(createdAt) };
}

const tag = "Notices";

export const suppressionRoutes = [
  route({
    method: "GET",
    path: "/suppressions",
    tag,
    summary: "List addresses that nothing is sent to, and why",
    grant: "read",
    query: listSuppressionsInput,
    answer: listOf(suppression),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listSuppressions(scope, query), present) };
    },
  }),
  route({
    method: "POST",
    path: "/suppressions",
    tag,
    summary: "Send nothing more to an address",
    grant: "write",
    body: suppressionInput,
    answer: suppression,
    status: 201,
    async run({ scope, body, now }) {
      const made = await suppressAddress(scope, body, now);
      return { body: present(made), location: `/suppressions/${made.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/suppressions/{id}",
    tag,
    summary: "Read why nothing is sent to an address",
    grant: "read",
    answer: suppression,
    status: 200,
    async run({ scope, params }) {
      return { body: present(await getSuppression(scope, params.id)) };
    },
  }),
  route({
    method: "DELETE",
    path: "/suppressions/{id}",
    tag,
    summary: "Lift what a person forbade; bounces and complaints are lifted by the recipient alone",
    grant: "write",
    status: 204,
    async run({ scope, params, now }) {
      await liftManualSuppression(scope, params.id, now);
      return {};
    },
  }),
];
