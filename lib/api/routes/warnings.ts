import { z } from "zod";
import {
  type WarningSettings,
  warningListInput,
  warningSettingsInput,
  warningStates,
} from "@/lib/domain/contact";
import { warningModes } from "@/lib/domain/subscriber";
import { formatInstant } from "@/lib/domain/time";
import {
  approveWarning,
  discardWarning,
  getWarning,
  getWarningSettings,
  listWarnings,
  setWarningSettings,
  type WarningView,
} from "@/lib/operations/warnings";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const settings = z
  .object({ mode: z.enum(warningModes), tells_credit: z.boolean(), next_steps: z.string().nullable() })
  .meta({ id: "WarningSettingsView" });

function presentSettings({ mode, tellsCredit, nextSteps }: WarningSettings): z.input<typeof settings> {
  return { mode, tells_credit: tellsCredit, next_steps: nextSteps };
}

const warning = z
  .object({
    id: z.string(),
    customer_id: z.string(),
    incident_id: z.string().nullable(),
    phase: z.enum(["opened", "ended"]),
    state: z.enum(warningStates),
    components: z.array(z.string()),
    started_at: instant,
    ended_at: instant.nullable(),
    services: z.array(
      z.object({
        service: z.string(),
        target_percent: z.string(),
        uptime_percent: z.string().nullable(),
        downtime_ms: z.int().meta({ description: "What the contract counts of this period so far." }),
        allowance_percent: z.int().nullable(),
        credit: z.object({ currency: z.string(), amount_minor: z.int() }).nullable(),
        breached: z.boolean(),
      }),
    ),
    next_steps: z.string().nullable(),
    created_at: instant,
    decided_at: instant.nullable(),
    decided_by: z.string().nullable(),
  })
  .meta({ id: "CustomerWarning" });

function present(view: WarningView): z.input<typeof warning> {
  const { id, customerId, incidentId, phase, state, message, createdAt, decidedAt, decidedBy } = view;
  return {
    ...{ id, customer_id: customerId, incident_id: incidentId, phase, state },
    components: [...message.components],
    started_at: formatInstant(message.startedAt),
    ended_at: instantOrNull(message.endedAt),
    services: message.services.map((each) => ({
      service: each.service,
      target_percent: each.targetPercent,
      uptime_percent: each.uptimePercent,
      downtime_ms: each.downtimeMs,
      allowance_percent: each.allowancePercent,
      credit: each.credit && { currency: each.credit.currency, amount_minor: each.credit.amountMinor },
      breached: each.isBroken,
    })),
    next_steps: message.nextSteps,
    created_at: formatInstant(createdAt),
    decided_at: instantOrNull(decidedAt),
    decided_by: decidedBy,
  };
}

const shared = { tag: "Customer warnings", grant: "finance" } as const;
const decided = z.object({ recipients: z.int() });

export const warningRoutes = [
  route({
    ...shared,
    method: "GET",
    path: "/warning-settings",
    summary: "How customers are warned of outages with their own numbers",
    answer: settings,
    status: 200,
    async run({ scope }) {
      return { body: presentSettings(await getWarningSettings(scope)) };
    },
  }),
  route({
    ...shared,
    method: "PUT",
    path: "/warning-settings",
    summary: "Choose whether customers are warned by themselves, after a look, or not at all",
    body: warningSettingsInput,
    answer: settings,
    status: 200,
    async run({ scope, body, now }) {
      return { body: presentSettings(await setWarningSettings(scope, body, now)) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/warnings",
    summary: "Messages to customers that wait for a person, or waited; newest first",
    query: warningListInput,
    answer: listOf(warning),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listWarnings(scope, query), present) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/warnings/{id}",
    summary: "One message to a customer",
    answer: warning,
    status: 200,
    async run({ scope, params }) {
      return { body: present(await getWarning(scope, params.id)) };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/warnings/{id}/approve",
    summary: "Send a message that waits, exactly as it was shown",
    answer: decided,
    status: 200,
    async run({ scope, params, now }) {
      return { body: await approveWarning(scope, params.id, now) };
    },
  }),
  route({
    ...shared,
    method: "POST",
    path: "/warnings/{id}/discard",
    summary: "Let a message go untold",
    answer: decided,
    status: 200,
    async run({ scope, params, now }) {
      return { body: await discardWarning(scope, params.id, now) };
    },
  }),
];
