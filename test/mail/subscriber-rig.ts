import { inTenant } from "@/db/client";
import type { TenantScope } from "@/lib/domain/scope";
import type { PageAudience } from "@/lib/domain/subscriber";

/** Everybody of the page, whatever it is about. */
export const everybody: PageAudience = {
  pageId: "pag_1",
  told: { kind: "incident", components: [], groups: [], impact: 3, incidentId: "inc_1" },
};

/** `count` active subscribers of one page, in one statement; `reader-00001@example.test` and so on. */
export function addSubscribers(scope: TenantScope, count: number, now: number, domain = "example.test") {
  return inTenant(scope, async (tx) => {
    await tx.sql`
      insert into subscribers (organization_id, id, page_id, channel, address, address_key, state, kinds, locale,
        timezone, consent, created_at, updated_at)
      select ${tx.organizationId}, 'sub_' || lpad(n::text, 26, '0'), 'pag_1', 'email',
        'reader-' || lpad(n::text, 6, '0') || '@' || ${domain}::text,
        'reader-' || lpad(n::text, 6, '0') || '@' || ${domain}::text, 'active', '{incident}', 'en', 'UTC',
        '{"basis":"api","note":null,"at":0}', ${now}, ${now}
      from generate_series(1, ${count}::int) n`;
  });
}
