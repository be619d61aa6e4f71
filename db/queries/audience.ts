import { and, asc, count, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { subscribers } from "@/db/schema/subscriber";
import type { PageAudience, SubscriberChannel } from "@/lib/domain/subscriber";

/** One subscriber as far as sending to it needs. */
export type AudienceMember = Pick<
  typeof subscribers.$inferSelect,
  | "id"
  | "channel"
  | "address"
  | "addressKey"
  | "endpoint"
  | "signingSecret"
  | "locale"
  | "timezone"
  | "linkGeneration"
>;

const texts = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;

/** The words of `wants` (lib/domain/subscriber.ts) in SQL; a test holds the two against each other. */
function hears({ pageId, told }: PageAudience): SQL | undefined {
  const { kind, components, groups, impact, incidentId } = told;
  const named = or(
    and(isNull(subscribers.components), isNull(subscribers.groups)),
    sql`${subscribers.components} && ${texts(components)}`,
    sql`${subscribers.groups} && ${texts(groups)}`,
  );
  const general = and(
    isNull(subscribers.incidentId),
    sql`${kind} = any(${subscribers.kinds})`,
    impact === null ? undefined : sql`${subscribers.leastImpact} <= ${impact}`,
    components.length === 0 ? undefined : named,
  );
  const following = incidentId === null ? undefined : eq(subscribers.incidentId, incidentId);
  return and(eq(subscribers.pageId, pageId), eq(subscribers.state, "active"), or(general, following));
}

/**
 * The next recipients of an audience as an expansion takes them: a sub-select in the order of their identifiers. The
 * rows are locked for sharing: who unsubscribes at the same moment is either not chosen, or finds the copy and cancels it.
 */
export function selectAudience(
  tx: TenantTx,
  audience: PageAudience,
  page: { after: string; limit: number },
): SQL {
  return sql`
    select ${subscribers.id} as recipient_id, ${subscribers.channel}, ${subscribers.address}, ${subscribers.addressKey},
      ${subscribers.endpoint}, ${subscribers.signingSecret}, ${subscribers.locale}, ${subscribers.timezone},
      jsonb_build_object('generation', ${subscribers.linkGeneration}::text) as slots
    from ${subscribers}
    where ${and(eq(subscribers.organizationId, tx.organizationId), hears(audience), gt(subscribers.id, page.after))}
    order by ${subscribers.id} limit ${page.limit} for share`;
}

/** A page's active subscribers who asked to hear of it, by identifier; the next batch begins after the last. */
export function audienceMembers(
  tx: TenantTx,
  audience: PageAudience,
  page: { after: string; limit: number },
): Promise<AudienceMember[]> {
  return tx.orm
    .select({
      id: subscribers.id,
      channel: subscribers.channel,
      address: subscribers.address,
      addressKey: subscribers.addressKey,
      endpoint: subscribers.endpoint,
      signingSecret: subscribers.signingSecret,
      locale: subscribers.locale,
      timezone: subscribers.timezone,
      linkGeneration: subscribers.linkGeneration,
    })
    .from(subscribers)
    .where(
      and(eq(subscribers.organizationId, tx.organizationId), hears(audience), gt(subscribers.id, page.after)),
    )
    .orderBy(asc(subscribers.id))
    .limit(page.limit);
}

/** How many different recipients there are per channel over all these pages: nobody hears a fact twice (R7.1). */
export async function countRecipients(
  tx: TenantTx,
  audiences: readonly PageAudience[],
): Promise<{ channel: SubscriberChannel; count: number }[]> {
  if (audiences.length === 0) return [];
  const distinct = tx.orm
    .selectDistinct({ channel: subscribers.channel, addressKey: subscribers.addressKey })
    .from(subscribers)
    .where(and(eq(subscribers.organizationId, tx.organizationId), or(...audiences.map(hears))))
    .as("recipients");
  return await tx.orm
    .select({ channel: distinct.channel, count: count() })
    .from(distinct)
    .groupBy(distinct.channel);
}
