import { inTenant } from "@/db/client";
import { listMembers } from "@/db/queries/membership";
import { ownOrganization } from "@/db/queries/organization";
import { cancelCalls, lockWebhook, updateWebhook } from "@/db/queries/webhook";
import { grantsFor, permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { notify } from "./notices";
import { audit } from "./record";

/** Most people who are told of one thing that went wrong. */
const toldMax = 50;

/** Job: a webhook that has failed for long is switched off, and everybody who can switch it on again is told. */
export function disableWebhook(
  scope: TenantScope,
  { id, failure }: { id: string; failure: string },
  now: Ms,
): Promise<void> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const row = await lockWebhook(tx, id);
    const organization = await ownOrganization(tx);
    if (!row || row.disabledAt !== null || !organization) return;
    const reason = `It could not be reached: ${failure}`;
    await updateWebhook(tx, row, { disabledAt: now, disabledReason: reason }, now);
    await cancelCalls(tx, id, now);
    const act = { action: "webhook.disable", objectType: "webhook", objectId: id };
    await audit(tx, scope, { ...act, after: { url: row.url, reason } }, now);
    const members = await listMembers(tx, { limit: toldMax, after: null }, {});
    const admins = members.filter((member) => grantsFor(member.role).has("admin"));
    const url = `${env().publicUrl}/${organization.slug}/settings/webhooks/${id}`;
    const since = row.failingSince ?? now;
    const slots = { organization: organization.name, host: new URL(row.url).host, since, failure, url };
    const recipients = admins.map(({ email }) => ({ address: email, slots: {} }));
    await notify(
      tx,
      { factId: `webhook_disabled:${id}:${now}`, template: "webhook_disabled", slots, recipients },
      now,
    );
  });
}
