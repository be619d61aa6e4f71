import { and, asc, count, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { subscribers } from "@/db/schema/subscriber";
import type {
  DigestRhythm,
  PageAudience,
  SubscriberChannel,
  ToldAt,
  ToldSubject,
} from "@/lib/domain/subscriber";

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

/** The words of `wants` and `isFor` (lib/domain/subscriber.ts) in SQL; a test holds them against each other. */
function hears(audience: PageAudience): SQL | undefined {
  const own = and(eq(subscribers.pageId, audience.pageId), eq(subscribers.state, "active"));
  if ("told" in audience) return and(own, eq(subscribers.rhythm, "each"), isFor(audience.told));
  const { rhythm, gathered, news } = audience;
  return and(own, eq(subscribers.rhythm, rhythm), sql`${newsOf(gathered)} = ${news}`);
}

/** A digit per thing, 1 of those that are news to a subscriber: that are for it, since it gathers them. */
function newsOf(gathered: readonly ToldAt[]): SQL {
  const each = gathered.map(
    ({ told, at }) =>
      sql`case when (${isFor(told)}) and ${gatheringSince} <= ${at}::bigint then '1' else '0' end`,
  );
  return sql`concat(${sql.join(each, sql`, `)})`;
}

const gatheringSince = sql`greatest(${subscribers.rhythmSince}, coalesce(${subscribers.confirmedAt}, 0))`;

/** What differs in news between those who gather in this rhythm, each difference once; `only` asks for one of them. */
export async function distinctNews(
  tx: TenantTx,
  pageId: string,
  rhythm: DigestRhythm,
  gathered: readonly ToldAt[],
  only?: string,
): Promise<string[]> {
  const rows = await tx.orm
    .selectDistinct({ news: sql<string>`${newsOf(gathered)}`.as("news") })
    .from(subscribers)
    .where(
      and(
        eq(subscribers.organizationId, tx.organizationId),
        eq(subscribers.pageId, pageId),
        eq(subscribers.state, "active"),
        eq(subscribers.rhythm, rhythm),
        only === undefined ? undefined : eq(subscribers.id, only),
      ),
    );
  return rows.map(({ news }) => news);
}

function isFor({ kind, components, groups, impact, incidentId }: ToldSubject): SQL | undefined {
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
  return or(general, following);
}

/**
 * The next recipients of an audience as an expansion takes them, or one of them if it belongs to it: a sub-select in the
 * order of their identifiers. The
 * rows are locked for sharing: who unsubscribes at the same moment is either not chosen, or finds the copy and cancels it.
 */
export function selectAudience(
  tx: TenantTx,
  audience: PageAudience,
  page: { after: string; limit: number; only?: string },
): SQL {
  const { after, limit, only } = page;
  const place = only === undefined ? gt(subscribers.id, after) : eq(subscribers.id, only);
  return sql`
    select ${subscribers.id} as recipient_id, ${subscribers.channel}, ${subscribers.address}, ${subscribers.addressKey},
      ${subscribers.endpoint}, ${subscribers.signingSecret}, ${subscribers.locale}, ${subscribers.timezone},
      jsonb_build_object('generation', ${subscribers.linkGeneration}::text) as slots
    from ${subscribers}
    where ${and(eq(subscribers.organizationId, tx.organizationId), hears(audience), place)}
    order by ${subscribers.id} limit ${limit} for share`;
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
