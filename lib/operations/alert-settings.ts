import { inTenant, type TenantTx } from "@/db/client";
import {
  type AlertChannelRow,
  deleteAlertChannel as deleteRow,
  insertAlertChannel,
  listAlertChannels as listChannels,
  listAlertRoutes as listRoutes,
  replaceAlertRoutes,
} from "@/db/queries/alert";
import { knownComponents } from "@/db/queries/contract";
import {
  type AlertChannelConfig,
  type AlertChannelInput,
  type AlertChannelView,
  type AlertRoute,
  type AlertRoutesInput,
  alertSettingsMax,
} from "@/lib/domain/alert";
import { AppError, invalid, notFound } from "@/lib/domain/errors";
import { hookLabel } from "@/lib/domain/hook-address";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { newSigningSecret, seal } from "@/lib/secret";
import { audit, newId } from "./record";

/** A channel and, of a webhook, the secret its calls are signed with, which is shown this once. */
export type MadeAlertChannel = { channel: AlertChannelView; secret: string | null };

export function createAlertChannel(
  scope: TenantScope,
  input: AlertChannelInput,
  now: Ms,
): Promise<MadeAlertChannel> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    if ((await listChannels(tx)).length >= alertSettingsMax)
      throw new AppError("conflict", `An organization has at most ${alertSettingsMax} alert channels.`);
    const config = configOf(input);
    const row: AlertChannelRow = {
      ...{ id: newId("alertChannel", now), name: input.name, type: input.type, createdAt: now },
      ...{ sealedConfig: seal(JSON.stringify(config)), label: labelOf(config) },
    };
    await insertAlertChannel(tx, row);
    const after = { name: row.name, type: row.type, label: row.label };
    await audit(tx, scope, { ...actOf("alert_channel.create", row.id), before: null, after }, now);
    return { channel: viewOf(row), secret: config.type === "webhook" ? config.secret : null };
  });
}

export function listAlertChannels(scope: TenantScope): Promise<AlertChannelView[]> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => (await listChannels(tx)).map(viewOf));
}

/** Refuses (`conflict`) to leave a step of a route without anybody to tell. */
export function deleteAlertChannel(scope: TenantScope, id: string, now: Ms): Promise<void> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const routes = await listRoutes(tx);
    const user = routes.find((route) => route.steps.some((step) => step.channelIds.includes(id)));
    if (user)
      throw new AppError("conflict", `The route “${user.name}” uses this channel. Change the route first.`);
    if (!(await deleteRow(tx, id))) throw notFound("alert channel");
    await audit(tx, scope, actOf("alert_channel.delete", id), now);
  });
}

export function listAlertRoutes(scope: TenantScope): Promise<AlertRoute[]> {
  permit(scope, "admin");
  return inTenant(scope, listRoutes);
}

/** Puts the whole list in place of the one before. Alerts that are open keep the route they began with. */
export function setAlertRoutes(scope: TenantScope, input: AlertRoutesInput, now: Ms): Promise<AlertRoute[]> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const before = await listRoutes(tx);
    const routes = input.routes.map(routeOf);
    await refuseUnknown(tx, routes);
    await replaceAlertRoutes(tx, routes);
    const act = { action: "alert_routes.update", objectType: "alert_routes", objectId: tx.organizationId };
    await audit(tx, scope, { ...act, before: { routes: before }, after: { routes } }, now);
    return routes;
  });
}

async function refuseUnknown(tx: TenantTx, routes: readonly AlertRoute[]): Promise<void> {
  const channels = new Set((await listChannels(tx)).map((channel) => channel.id));
  const components = await knownComponents(tx, [
    ...new Set(routes.flatMap((route) => route.componentIds ?? [])),
  ]);
  for (const [index, route] of routes.entries()) {
    const strange = route.componentIds?.find((id) => !components.has(id));
    if (strange !== undefined) throw invalid(`routes.${index}.components`, "No such component.");
    const step = route.steps.findIndex(({ channelIds }) => channelIds.some((id) => !channels.has(id)));
    if (step >= 0) throw invalid(`routes.${index}.steps.${step}.channels`, "No such alert channel.");
  }
}

function routeOf(route: AlertRoutesInput["routes"][number]): AlertRoute {
  return {
    ...{ name: route.name, componentIds: route.components, minSeverity: route.min_severity },
    ...{ quietHours: route.quiet_hours, wakeForMajor: route.wake_for_major },
    steps: route.steps.map(({ channels, after_minutes }) => ({
      channelIds: channels,
      afterMinutes: after_minutes,
    })),
  };
}

function configOf(input: AlertChannelInput): AlertChannelConfig {
  switch (input.type) {
    case "email":
      return { type: "email", address: input.address };
    case "slack":
    case "teams":
      return { type: input.type, url: input.url };
    case "webhook":
      return { type: "webhook", url: input.url, secret: newSigningSecret() };
    case "pagerduty":
      return { type: "pagerduty", routingKey: input.routing_key };
    case "opsgenie":
      return { type: "opsgenie", apiKey: input.api_key, region: input.region };
  }
}

function labelOf(config: AlertChannelConfig): string {
  if (config.type === "email") return config.address;
  if (config.type === "pagerduty") return `key …${config.routingKey.slice(-4)}`;
  if (config.type === "opsgenie") return `key …${config.apiKey.slice(-4)}`;
  return hookLabel(config.url);
}

function viewOf({ sealedConfig, ...view }: AlertChannelRow): AlertChannelView {
  return view;
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "alert_channel", objectId };
}
