import { systemScope } from "@/lib/auth/scope";
import { disableWebhook } from "@/lib/operations/webhook-health";
import type { Handler } from "./handlers";

/** Job "disableWebhook" {organizationId, webhookId, failure}: nobody listens there any more. */
export const disableFailing: Handler = async ({ organizationId, webhookId, failure }, { now }) => {
  const scope = systemScope(String(organizationId), "webhooks");
  await disableWebhook(scope, { id: String(webhookId), failure: String(failure) }, now);
};
