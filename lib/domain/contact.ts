import { z } from "zod";
import { addressInput } from "./address";
import { nameInput, pageInput } from "./input";
import { type Locale, localeInput, timezoneInput } from "./page";
import { type ContactTopic, contactTopics, type WarningMode, warningModes } from "./subscriber";
import type { Ms } from "./time";

const topicsInput = z.array(z.enum(contactTopics)).transform((given): ContactTopic[] => [...new Set(given)]);

const fields = {
  name: nameInput.meta({ example: "Ana Duarte" }),
  email: addressInput,
  /** What the contact is told; none: nothing, until somebody says otherwise. */
  topics: topicsInput,
  locale: localeInput,
  timezone: timezoneInput,
};

/** Body of `POST /customers/{id}/contacts` and of the form. */
export const contactInput = z
  .strictObject({
    ...fields,
    topics: fields.topics.default([...contactTopics]),
    locale: fields.locale.default("en"),
    timezone: fields.timezone.default("UTC"),
  })
  .meta({ id: "ContactInput" });
export type ContactInput = z.output<typeof contactInput>;

/** Body of `PATCH /customers/{id}/contacts/{contact}`: what is left out stays. */
export const contactPatch = z.strictObject(fields).partial().meta({ id: "ContactPatch" });
export type ContactPatch = z.output<typeof contactPatch>;

/** What a contact's own page sends. */
export const contactTopicsInput = z.strictObject({ topics: topicsInput });

export type ContactView = {
  id: string;
  customerId: string;
  name: string;
  email: string;
  topics: readonly ContactTopic[];
  locale: Locale;
  timezone: string;
  /** The contact itself asked us to stop; only it can take that back. */
  unsubscribedAt: Ms | null;
  quarantinedAt: Ms | null;
  quarantineReason: string | null;
  createdAt: Ms;
  updatedAt: Ms;
  archivedAt: Ms | null;
  version: number;
};

/** Body of `PUT /warning-settings` and of the form. */
export const warningSettingsInput = z
  .strictObject({
    mode: z.enum(warningModes),
    /** Whether a message may say which credit is likely. */
    tells_credit: z.boolean().default(false),
    next_steps: z
      .string()
      .trim()
      .max(1_000)
      .regex(/^[\P{Cc}\n]*$/u, "must be text without control characters")
      .nullable()
      .default(null)
      .transform((text) => (text === "" ? null : text)),
  })
  .meta({ id: "WarningSettings" });
export type WarningSettingsInput = z.output<typeof warningSettingsInput>;

export type WarningSettings = { mode: WarningMode; tellsCredit: boolean; nextSteps: string | null };

/** What holds until somebody chose: a person looks first, and credits are not spoken of. */
export const cautiousSettings: WarningSettings = { mode: "draft", tellsCredit: false, nextSteps: null };

/** Body of `PUT /customers/{id}/warnings`: null follows the organization. */
export const customerModeInput = z
  .strictObject({ mode: z.enum(warningModes).nullable() })
  .meta({ id: "CustomerWarningMode" });

export const warningStates = ["waiting", "sent", "discarded", "outdated"] as const;
export type WarningState = (typeof warningStates)[number];

/** Query of `GET /warnings` and of the screen. */
export const warningListInput = pageInput.extend({
  state: z.enum(warningStates, `must be one of ${warningStates.join(", ")}`).optional(),
});
