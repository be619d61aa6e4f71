"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import type { Member } from "@/lib/auth/session";
import {
  type AlertRoute,
  type AlertRoutesInput,
  alertChannelInput,
  alertRoutesInput,
} from "@/lib/domain/alert";
import { AppError } from "@/lib/domain/errors";
import type { Ms } from "@/lib/domain/time";
import {
  createAlertChannel,
  deleteAlertChannel,
  listAlertRoutes,
  setAlertRoutes,
} from "@/lib/operations/alert-settings";
import { acknowledgeAlert } from "@/lib/operations/alerts";

const nothing = z.strictObject({});
const oneRoute = alertRoutesInput.refine(({ routes }) => routes.length === 1);

export type MadeChannel = { name: string; secret: string | null };

export async function acknowledgeAction(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id") ?? "");
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => acknowledgeAlert(scope, id, now),
  });
  if (state.status === "done") redirect(form.get("back") === "" ? homeOf(form) : pathOf(form));
  return state;
}

export async function createChannelAction(
  _: FormState<MadeChannel>,
  form: FormData,
): Promise<FormState<MadeChannel>> {
  return act(form, {
    schema: alertChannelInput,
    read: channelOf,
    run: async ({ scope }, input, now) => {
      const { channel, secret } = await createAlertChannel(scope, input, now);
      refresh();
      return { name: channel.name, secret };
    },
  });
}

/** Each kind of channel has one field of its own, which the form calls `target`. */
function channelOf(fields: Fields): unknown {
  const type = fields.text("type") ?? "email";
  const names: Record<string, string> = { email: "address", pagerduty: "routing_key", opsgenie: "api_key" };
  const target = fields.text("target")?.trim() ?? "";
  const region = type === "opsgenie" ? { region: fields.text("region") ?? "us" } : {};
  return { type, name: fields.text("name") ?? "", [names[type] ?? "url"]: target, ...region };
}

export async function deleteChannelAction(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get("id") ?? "");
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => deleteAlertChannel(scope, id, now),
  });
  if (state.status === "done") redirect(pathOf(form));
  return state;
}

/** Puts one more route behind those there are, or another in the place of one. */
export async function saveRouteAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: oneRoute,
    read: (fields) => ({ routes: [routeIn(fields)] }),
    run: ({ scope }, { routes }, now) => changeRoutes(scope, form, routes, now),
  });
  if (state.status === "done") redirect(pathOf(form));
  return state;
}

export async function removeRouteAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => changeRoutes(scope, form, [], now),
  });
  if (state.status === "done") redirect(pathOf(form));
  return state;
}

/** Puts `routes` where the form's route stands, which has to be the one that was seen; without one, at the end. */
async function changeRoutes(
  scope: Member["scope"],
  form: FormData,
  routes: AlertRoutesInput["routes"],
  now: Ms,
): Promise<AlertRoute[]> {
  const before = await listAlertRoutes(scope);
  const seen = form.get("seen");
  const place = seen === null ? before.length : Number(form.get("place"));
  if (seen !== null && JSON.stringify(before[place]) !== seen)
    throw new AppError("conflict", "Somebody has changed the routes meanwhile. Look at them again first.");
  return setAlertRoutes(scope, { routes: before.map(inputOf).toSpliced(place, 1, ...routes) }, now);
}

function routeIn(fields: Fields): unknown {
  const components = fields.all("components");
  const quiet = fields.text("quiet_from") ?? fields.text("quiet_to");
  const steps = [0, 1, 2].flatMap((index) => {
    const channels = fields.all(`step_${index}`);
    if (channels.length === 0) return [];
    return { channels, after_minutes: index === 0 ? 0 : fields.number(`after_${index}`) };
  });
  return {
    name: fields.text("name") ?? "",
    components: components.length === 0 ? null : components,
    min_severity: fields.text("min_severity"),
    quiet_hours: quiet
      ? {
          from: fields.text("quiet_from") ?? "",
          to: fields.text("quiet_to") ?? "",
          timezone: fields.text("quiet_zone") ?? "",
        }
      : null,
    wake_for_major: fields.checked("wake_for_major"),
    steps,
  };
}

function inputOf(route: AlertRoute): AlertRoutesInput["routes"][number] {
  return {
    ...{ name: route.name, components: route.componentIds && [...route.componentIds] },
    ...{ min_severity: route.minSeverity, quiet_hours: route.quietHours, wake_for_major: route.wakeForMajor },
    steps: route.steps.map((step) => ({ channels: [...step.channelIds], after_minutes: step.afterMinutes })),
  };
}

function homeOf(form: FormData): string {
  return `/${String(form.get("organization") ?? "")}`;
}

function pathOf(form: FormData): string {
  return `${homeOf(form)}/settings/alerts`;
}
