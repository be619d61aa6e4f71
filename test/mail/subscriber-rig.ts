import { inTenant } from "@/db/client";
import type { TenantScope } from "@/lib/domain/scope";
import type { PageAudience } from "@/lib/domain/subscriber";
import type { MailPalette, ToldIncident } from "@/lib/domain/told";

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

const light: MailPalette = {
  ...{ ground: "#ffffff", ink: "#1c1917", soft: "#57534e" },
  ...{ line: "#e7e5e4", link: "#1d4ed8", action: "#1c1917" },
};

/** What an ordinary update of an incident says. */
export const incidentWords: ToldIncident = {
  page: {
    ...{ id: "pag_1", name: "Acme", url: "https://status.acme.test", mode: "auto", logo: null },
    ...{ light, dark: { ...light, ground: "#0c0a09", ink: "#fafaf9" } },
  },
  incident: {
    ...{ id: "inc_1", title: "Checkout is slow", impact: "major" },
    ...{ startedAt: 1_790_000_000_000, resolvedAt: null },
  },
  update: {
    status: "identified",
    body: "A **database** ran out of connections. We are adding more and watch the queues.\n\nOrders are kept.",
    at: 1_790_000_600_000,
    nextUpdateAt: null,
  },
  components: [
    { name: "Checkout", state: "partial_outage" },
    { name: "API", state: "degraded_performance" },
  ],
};
