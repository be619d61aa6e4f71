import { and, desc, eq, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { EngineTx } from "@/db/client";
import { outboxMessages } from "@/db/schema/notice";
import type { OutboxMessage } from "@/lib/domain/notice";
import { platformOrganizationId } from "@/lib/domain/organization";

/** Whose mail may be seen: all of it, or one tenant's with the platform's mail to these addresses. */
export type OutboxView = "all" | { organizationId: string; addresses: readonly string[] };

export async function insertOutboxMessage(
  tx: EngineTx,
  message: OutboxMessage & { organizationId: string },
): Promise<void> {
  await tx.orm.insert(outboxMessages).values(message);
}

/** Newest first; `before` is the last id of the page before. */
export function listOutboxMessages(
  tx: EngineTx,
  view: OutboxView,
  page: { limit: number; before: string | null },
  filter: { to?: string | undefined; q?: string | undefined },
): Promise<OutboxMessage[]> {
  const part = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  return tx.orm
    .select()
    .from(outboxMessages)
    .where(
      and(
        visible(view),
        page.before ? lt(outboxMessages.id, page.before) : undefined,
        filter.to ? eq(sql`lower(${outboxMessages.to})`, filter.to.toLowerCase()) : undefined,
        part ? or(ilike(outboxMessages.to, part), ilike(outboxMessages.subject, part)) : undefined,
      ),
    )
    .orderBy(desc(outboxMessages.id))
    .limit(page.limit);
}

export async function findOutboxMessage(
  tx: EngineTx,
  view: OutboxView,
  id: string,
): Promise<OutboxMessage | null> {
  const [row] = await tx.orm
    .select()
    .from(outboxMessages)
    .where(and(visible(view), eq(outboxMessages.id, id)));
  return row ?? null;
}

function visible(view: OutboxView): SQL | undefined {
  if (view === "all") return undefined;
  const own = eq(outboxMessages.organizationId, view.organizationId);
  if (view.addresses.length === 0) return own;
  const platform = and(
    eq(outboxMessages.organizationId, platformOrganizationId),
    inArray(sql`lower(${outboxMessages.to})`, [...view.addresses]),
  );
  return or(own, platform);
}
