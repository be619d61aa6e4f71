import { z } from "zod";
import { type AuditRecord, auditLogInput } from "@/lib/domain/audit-log";
import { formatInstant } from "@/lib/domain/time";
import { listAuditLog } from "@/lib/operations/audit-log";
import { instant, listOf, presentPage } from "../present";
import { route } from "../route";

const record = z
  .object({
    id: z.string(),
    at: instant,
    actor: z.string(),
    action: z.string(),
    object_type: z.string(),
    object_id: z.string(),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: "AuditRecord" });

function present(act: AuditRecord): z.input<typeof record> {
  const { id, at, actor, action, objectType, objectId, before, after } = act;
  return {
    id,
    at: formatInstant(at),
    actor,
    action,
    object_type: objectType,
    object_id: objectId,
    before,
    after,
  };
}

export const auditLogRoutes = [
  route({
    method: "GET",
    path: "/audit-log",
    tag: "Organization",
    summary: "What was done, by whom, newest first",
    grant: "admin",
    query: auditLogInput,
    answer: listOf(record),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listAuditLog(scope, query), present) };
    },
  }),
];
