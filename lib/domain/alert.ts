import { z } from "zod";
import { hookInput } from "./hook-address";
import { nameInput, pageInput } from "./input";
import { type QuietHours, quietHoursInput } from "./quiet-hours";
import type { Ms } from "./time";

export const alertChannelTypes = ["email", "slack", "teams", "pagerduty", "opsgenie", "webhook"] as const;
export type AlertChannelType = (typeof alertChannelTypes)[number];

export const alertSeverities = ["partial_outage", "major_outage"] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

export const alertStatuses = ["open", "acknowledged", "resolved"] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** Most channels and routes of one organization. */
export const alertSettingsMax = 50;

const name = nameInput.meta({ example: "On call" });

/** Body of `POST /alert-channels` and of the form. Where it leads is a secret: it is shown only in part afterwards. */
export const alertChannelInput = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("email"),
      name,
      address: z.email("must be an e-mail address").max(254),
    }),
    z.strictObject({ type: z.literal("slack"), name, url: hookInput("slack") }),
    z.strictObject({ type: z.literal("teams"), name, url: hookInput("teams") }),
    z.strictObject({ type: z.literal("webhook"), name, url: hookInput("webhook") }),
    z.strictObject({
      type: z.literal("pagerduty"),
      name,
      routing_key: z
        .string()
        .trim()
        .regex(/^[0-9A-Za-z]{32}$/, "must be an Events API v2 integration key of 32 characters"),
    }),
    z.strictObject({
      type: z.literal("opsgenie"),
      name,
      api_key: z
        .string()
        .trim()
        .regex(/^[0-9A-Za-z-]{20,64}$/, "must be an API key of an Opsgenie API integration"),
      region: z.enum(["us", "eu"]).default("us"),
    }),
  ])
  .meta({ id: "AlertChannelInput" });
export type AlertChannelInput = z.output<typeof alertChannelInput>;

/** What is sealed of a channel; `secret` signs the calls of a webhook. */
export type AlertChannelConfig =
  | { type: "email"; address: string }
  | { type: "slack" | "teams"; url: string }
  | { type: "webhook"; url: string; secret: string }
  | { type: "pagerduty"; routingKey: string }
  | { type: "opsgenie"; apiKey: string; region: "us" | "eu" };

export type AlertChannelView = {
  id: string;
  name: string;
  type: AlertChannelType;
  /** As much of where it leads as may be shown. */
  label: string;
  createdAt: Ms;
};

const steps = z
  .array(
    z.strictObject({
      channels: z.array(z.string().min(1).max(100)).min(1, "must name at least one channel").max(10),
      /** Minutes after the alert was told first; 0 for the first step. */
      after_minutes: z.int().min(0).max(1_440),
    }),
  )
  .min(1, "must have at least one step")
  .max(5)
  .superRefine((given, context) => {
    for (const [index, step] of given.entries()) {
      const before = given[index - 1]?.after_minutes ?? -1;
      const isFine = index === 0 ? step.after_minutes === 0 : step.after_minutes > before;
      if (isFine) continue;
      const message =
        index === 0 ? "must be 0: the first step is at once" : "must come after the step before";
      context.addIssue({ code: "custom", path: [index, "after_minutes"], message });
    }
  });

/** Body of `PUT /alert-routes`: the whole list, in order; the first that fits an alert decides. */
export const alertRoutesInput = z
  .strictObject({
    routes: z
      .array(
        z.strictObject({
          name,
          /** null: every component. */
          components: z.array(z.string().min(1).max(100)).min(1).max(200).nullable().default(null),
          min_severity: z.enum(alertSeverities).default("partial_outage"),
          quiet_hours: quietHoursInput.nullable().default(null),
          /** A major outage is told in quiet hours too. */
          wake_for_major: z.boolean().default(true),
          steps,
        }),
      )
      .max(alertSettingsMax),
  })
  .meta({ id: "AlertRoutesInput" });
export type AlertRoutesInput = z.output<typeof alertRoutesInput>;

export type AlertRoute = {
  name: string;
  componentIds: readonly string[] | null;
  minSeverity: AlertSeverity;
  quietHours: QuietHours | null;
  wakeForMajor: boolean;
  steps: readonly { channelIds: readonly string[]; afterMinutes: number }[];
};

export const alertListInput = pageInput.extend({
  status: z.enum(alertStatuses, `must be one of ${alertStatuses.join(", ")}`).optional(),
});
export type AlertListInput = z.output<typeof alertListInput>;

/** What became of one message on one channel. */
export type AlertFate = {
  channelId: string;
  kind: AlertMessageKind;
  status: string;
  attempts: number;
  failure: string | null;
  at: Ms;
};

export type AlertView = {
  id: string;
  title: string;
  status: AlertStatus;
  severity: AlertSeverity;
  incidentId: string | null;
  componentIds: readonly string[];
  /** Monitors that fail of this one cause. */
  outages: number;
  startedAt: Ms;
  openedAt: Ms;
  acknowledgedAt: Ms | null;
  acknowledgedBy: string | null;
  /** Their address, or what is known of them; null when nobody did or they have left. */
  acknowledgedByName: string | null;
  resolvedAt: Ms | null;
  /** Steps of its route that were taken. */
  stepsTaken: number;
  /** When the next step is due if nobody acknowledges it. */
  nextAt: Ms | null;
  fates: readonly AlertFate[];
};

export type AlertMessageKind = "trigger" | "update" | "acknowledge" | "resolve";

/** What a channel is told; the same cause always has the same `dedupKey`. */
export type AlertNote = {
  kind: AlertMessageKind;
  alertId: string;
  dedupKey: string;
  title: string;
  /** Plain sentences. */
  text: string;
  severity: AlertSeverity;
  organization: string;
  components: readonly string[];
  outages: number;
  startedAt: Ms;
  at: Ms;
  /** Where a member sees it. */
  url: string;
  /** A signed link that acknowledges it after a question. */
  acknowledgeUrl: string;
  /** Who acknowledged it, in their own name. */
  by: string | null;
};
