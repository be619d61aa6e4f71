import { z } from "zod";
import {
  type AlertChannelView,
  type AlertRoute,
  type AlertView,
  alertChannelInput,
  alertChannelTypes,
  alertListInput,
  alertRoutesInput,
  alertSeverities,
  alertStatuses,
} from "@/lib/domain/alert";
import { quietHoursInput } from "@/lib/domain/quiet-hours";
import { formatInstant } from "@/lib/domain/time";
import {
  createAlertChannel,
  deleteAlertChannel,
  listAlertChannels,
  listAlertRoutes,
  setAlertRoutes,
} from "@/lib/operations/alert-settings";
import { acknowledgeAlert, getAlert, listAlerts } from "@/lib/operations/alerts";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const fate = z.object({
  channel_id: z.string(),
  kind: z.enum(["trigger", "update", "acknowledge", "resolve"]),
  status: z.string(),
  attempts: z.int(),
  failure: z.string().nullable(),
  at: instant,
});

const alert = z
  .object({
    id: z.string(),
    title: z.string(),
    status: z.enum(alertStatuses),
    severity: z.enum(alertSeverities),
    incident_id: z.string().nullable(),
    components: z.array(z.string()),
    failing_checks: z
      .int()
      .meta({ description: "0 while it is open: our checks lost sight of what they saw fail." }),
    started_at: instant,
    opened_at: instant,
    acknowledged_at: instant.nullable(),
    acknowledged_by: z.string().nullable(),
    resolved_at: instant.nullable(),
    steps_taken: z.int(),
    next_step_at: instant.nullable(),
    messages: z.array(fate),
  })
  .meta({ id: "Alert" });

const channel = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.enum(alertChannelTypes),
    label: z.string().meta({ description: "As much of where it leads as may be shown." }),
    created_at: instant,
  })
  .meta({ id: "AlertChannel" });

const madeChannel = channel
  .extend({ secret: z.string().nullable().meta({ description: "Of a webhook, this once." }) })
  .meta({ id: "MadeAlertChannel" });

const routes = z
  .object({
    routes: z.array(
      z.object({
        name: z.string(),
        components: z.array(z.string()).nullable(),
        min_severity: z.enum(alertSeverities),
        quiet_hours: quietHoursInput.nullable(),
        wake_for_major: z.boolean(),
        steps: z.array(z.object({ channels: z.array(z.string()), after_minutes: z.int() })),
      }),
    ),
  })
  .meta({ id: "AlertRoutes" });

function present(view: AlertView): z.input<typeof alert> {
  return {
    ...{ id: view.id, title: view.title, status: view.status, severity: view.severity },
    ...{ incident_id: view.incidentId, components: [...view.componentIds], failing_checks: view.outages },
    ...{ started_at: formatInstant(view.startedAt), opened_at: formatInstant(view.openedAt) },
    ...{ acknowledged_at: instantOrNull(view.acknowledgedAt), acknowledged_by: view.acknowledgedBy },
    ...{ resolved_at: instantOrNull(view.resolvedAt), steps_taken: view.stepsTaken },
    next_step_at: instantOrNull(view.nextAt),
    messages: view.fates.map(({ channelId, kind, status, attempts, failure, at }) => ({
      ...{ channel_id: channelId, kind, status, attempts, failure, at: formatInstant(at) },
    })),
  };
}

function presentChannel({ id, name, type, label, createdAt }: AlertChannelView): z.input<typeof channel> {
  return { id, name, type, label, created_at: formatInstant(createdAt) };
}

function presentRoutes(list: readonly AlertRoute[]): z.input<typeof routes> {
  return {
    routes: list.map((each) => ({
      ...{ name: each.name, components: each.componentIds && [...each.componentIds] },
      ...{ min_severity: each.minSeverity, quiet_hours: each.quietHours, wake_for_major: each.wakeForMajor },
      steps: each.steps.map((step) => ({ channels: [...step.channelIds], after_minutes: step.afterMinutes })),
    })),
  };
}

const tag = "Alerts";

export const alertApiRoutes = [
  route({
    method: "GET",
    path: "/alerts",
    tag,
    grant: "read",
    summary: "Alerts to the organization's own people, newest first, each with what became of its messages",
    query: alertListInput,
    answer: listOf(alert),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listAlerts(scope, query), present) };
    },
  }),
  route({
    method: "GET",
    path: "/alerts/{id}",
    tag,
    grant: "read",
    summary: "One alert",
    answer: alert,
    status: 200,
    async run({ scope, params }) {
      return { body: present(await getAlert(scope, params.id)) };
    },
  }),
  route({
    method: "POST",
    path: "/alerts/{id}/acknowledge",
    tag,
    grant: "write",
    summary: "Somebody looks at it: escalation stops, and whoever was told hears it",
    answer: alert,
    status: 200,
    async run({ scope, params, now }) {
      return { body: present(await acknowledgeAlert(scope, params.id, now)) };
    },
  }),
  route({
    method: "POST",
    path: "/alert-channels",
    tag,
    grant: "admin",
    summary: "Make a place where the organization's own people are reached",
    body: alertChannelInput,
    answer: madeChannel,
    status: 201,
    async run({ scope, body, now }) {
      const { channel: view, secret } = await createAlertChannel(scope, body, now);
      return { body: { ...presentChannel(view), secret }, location: `/alert-channels/${view.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/alert-channels",
    tag,
    grant: "admin",
    summary: "Alert channels, by age; at most fifty",
    answer: z.object({ data: z.array(channel) }),
    status: 200,
    async run({ scope }) {
      return { body: { data: (await listAlertChannels(scope)).map(presentChannel) } };
    },
  }),
  route({
    method: "DELETE",
    path: "/alert-channels/{id}",
    tag,
    grant: "admin",
    summary: "Remove an alert channel that no route uses",
    status: 204,
    async run({ scope, params, now }) {
      await deleteAlertChannel(scope, params.id, now);
      return {};
    },
  }),
  route({
    method: "GET",
    path: "/alert-routes",
    tag,
    grant: "admin",
    summary: "Who is told of what, in order; the first that fits decides",
    answer: routes,
    status: 200,
    async run({ scope }) {
      return { body: presentRoutes(await listAlertRoutes(scope)) };
    },
  }),
  route({
    method: "PUT",
    path: "/alert-routes",
    tag,
    grant: "admin",
    summary: "Put a whole list of routes in place of the one before",
    body: alertRoutesInput,
    answer: routes,
    status: 200,
    async run({ scope, body, now }) {
      return { body: presentRoutes(await setAlertRoutes(scope, body, now)) };
    },
  }),
];
