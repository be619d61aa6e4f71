import { inEngine, inTenant } from "@/db/client";
import { lockSubscriberAt, type SubscriberRow } from "@/db/queries/subscriber";
import { engineScope, pageScope } from "@/lib/auth/scope";
import { addressKey } from "@/lib/domain/address";
import { type PageCreate, pageCreateInput, type StatusPage } from "@/lib/domain/page";
import type { TenantScope } from "@/lib/domain/scope";
import { subscribeInput } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import { expandDue } from "@/lib/jobs/expansions";
import { createPage } from "@/lib/operations/pages";
import { confirmSubscription } from "@/lib/operations/preferences";
import { subscribe } from "@/lib/operations/subscriptions";
import type { LinkHolder } from "@/lib/signed-link";

let made = 0;

export function newPage(scope: TenantScope, now: Ms, more: Partial<Record<keyof PageCreate, unknown>> = {}) {
  made += 1;
  return createPage(
    scope,
    pageCreateInput.parse({ slug: `subs-${made}-${now % 1_000}`, name: "Acme", ...more }),
    now,
  );
}

/** Each caller has an address of its own, so that no test is held up by another's limit. */
export function client(): string {
  made += 1;
  return `2001:db8:${made.toString(16)}::1`;
}

export async function askFor(
  scope: TenantScope,
  page: StatusPage,
  address: string,
  now: Ms,
  more: object = {},
): Promise<void> {
  const input = subscribeInput.parse({ address, ...more });
  await subscribe(pageScope(scope.organizationId, page.id), input, client(), now);
}

export async function findAt(
  scope: TenantScope,
  page: StatusPage,
  address: string,
  incidentId: string | null = null,
): Promise<SubscriberRow | undefined> {
  const place = { pageId: page.id, channel: "email", addressKey: addressKey(address), incidentId } as const;
  return await inTenant(scope, (tx) => lockSubscriberAt(tx, place));
}

export function holderOf(scope: TenantScope, row: SubscriberRow): LinkHolder {
  return { organizationId: scope.organizationId, id: row.id, generation: row.linkGeneration };
}

/** A subscriber who asked and confirmed. */
export async function subscribed(
  scope: TenantScope,
  page: StatusPage,
  address: string,
  now: Ms,
  more: { incident_id?: string } & Record<string, unknown> = {},
): Promise<LinkHolder> {
  await askFor(scope, page, address, now, more);
  const row = await findAt(scope, page, address, more.incident_id ?? null);
  if (!row) throw new Error(`${address} did not subscribe`);
  const holder = holderOf(scope, row);
  await confirmSubscription(holder, now);
  return holder;
}

export type Copy = { address: string; channel: string; template: string; status: string; factId: string };

/** Every copy of the organization, after all audiences were looked up; oldest first. */
export async function copies(scope: TenantScope, now: Ms): Promise<Copy[]> {
  while ((await expandDue(100, now)) > 0);
  return await inEngine(
    engineScope(),
    (tx) => tx.sql<Copy[]>`
      select address, channel, template, status, fact_id from deliveries
      where organization_id = ${scope.organizationId} order by created_at, id`,
  );
}
