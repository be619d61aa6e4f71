import { z } from "zod";
import { addressInput } from "./address";
import { hookInput } from "./hook-address";
import { pageInput } from "./input";
import { type Locale, localeInput, timezoneInput } from "./page";
import type { Ms } from "./time";

/** How a subscriber is reached. */
export const subscriberChannels = ["email", "webhook", "slack", "teams", "discord"] as const;
export type SubscriberChannel = (typeof subscriberChannels)[number];

/** `pending` until the recipient itself said yes; `quarantined` after mails came back, until it says so again. */
export const subscriberStates = ["pending", "active", "unsubscribed", "quarantined"] as const;
export type SubscriberState = (typeof subscriberStates)[number];

/** What may be heard of. */
export const subscriberKinds = ["incident", "maintenance", "postmortem"] as const;
export type SubscriberKind = (typeof subscriberKinds)[number];

/** Each message by itself, or all of a day or a week in one mail. */
export const rhythms = ["each", "daily", "weekly"] as const;
export type Rhythm = (typeof rhythms)[number];
export type DigestRhythm = Exclude<Rhythm, "each">;

/** Impacts of incidents from the least on; their places are what `leastImpact` stores. */
export const impactOrder = ["none", "minor", "major", "critical"] as const;

/** Why we may write: the recipient confirmed it, somebody imported it and says why, or an agreement obliges us. */
export const consentBases = ["double_opt_in", "import", "api", "contract"] as const;
type ConsentBasis = (typeof consentBases)[number];

export type Consent = {
  basis: ConsentBasis;
  /** In the words of who brought the address along: where and when its owner agreed. */
  note: string | null;
  at: Ms;
};

const few = (noun: string) => z.array(z.string().min(1).max(200)).max(200, `must be at most 200 ${noun}`);
const chosen = (noun: string) =>
  few(noun).transform((given) => (given.length === 0 ? null : [...new Set(given)]));

const filterFields = {
  /** Empty or null: every component of the page. */
  components: chosen("components").nullable(),
  groups: chosen("groups").nullable(),
  kinds: z
    .array(z.enum(subscriberKinds))
    .min(1, "must name at least one of incident, maintenance, postmortem")
    .transform((given) => [...new Set(given)]),
  least_impact: z.enum(impactOrder).transform((word) => impactOrder.indexOf(word)),
  rhythm: z.enum(rhythms, "must be each, daily or weekly"),
  locale: localeInput,
  timezone: timezoneInput,
};

const consentInput = z.strictObject({
  basis: z.enum(["import", "api", "contract"], "must be import, api or contract"),
  note: z.string().trim().min(3, "must say where and when its owner agreed").max(500),
});

const filterDefaults = {
  components: filterFields.components.default(null),
  groups: filterFields.groups.default(null),
  kinds: filterFields.kinds.default([...subscriberKinds]),
  least_impact: filterFields.least_impact.default(0),
  rhythm: filterFields.rhythm.default("each"),
  incident_id: z.string().max(100).nullable().default(null),
  locale: filterFields.locale.optional(),
  timezone: filterFields.timezone.optional(),
};

const reach = {
  channel: z.enum(subscriberChannels).default("email"),
  /** An e-mail address, or the address of an incoming webhook. */
  address: z.string().trim().max(2_000).optional(),
  /** The same as `address` for e-mail. */
  email: z.string().trim().max(254).optional(),
};

type Reach = {
  channel: SubscriberChannel;
  address?: string | undefined;
  email?: string | undefined;
  rhythm: Rhythm;
  incident_id: string | null;
};

/** Why a rhythm does not go with a subscription, or null. */
export function rhythmComplaint(
  rhythm: Rhythm,
  { channel, incidentId }: { channel: SubscriberChannel; incidentId: string | null },
): string | null {
  if (rhythm === "each") return null;
  if (channel !== "email") return "must be each: only mails are gathered to a digest";
  return incidentId === null ? null : "must be each: who follows one incident hears every word of it";
}

/** Leaves one `address`, judged as its channel asks. */
function reached<Given extends Reach>(
  given: Given,
  context: z.RefinementCtx,
): Omit<Given, "email"> & { address: string } {
  const { email, ...rest } = given;
  const name = given.address === undefined && email !== undefined ? "email" : "address";
  const schema = given.channel === "email" ? addressInput : hookInput(given.channel);
  const judged = schema.safeParse(given.address ?? email ?? "");
  const complaint = rhythmComplaint(given.rhythm, { channel: given.channel, incidentId: given.incident_id });
  if (complaint !== null) context.addIssue({ code: "custom", path: ["rhythm"], message: complaint });
  if (judged.success) return { ...rest, address: judged.data };
  for (const { message } of judged.error.issues) context.addIssue({ code: "custom", path: [name], message });
  return z.NEVER;
}

/**
 * Body of `POST /pages/{id}/subscribers`. With `consent` the subscriber is active at once; without, it is asked to
 * confirm, as if it had subscribed by itself.
 */
export const subscriberInput = z
  .strictObject({ ...reach, ...filterDefaults, consent: consentInput.nullable().default(null) })
  .transform(reached)
  .meta({ id: "SubscriberInput" });
export type SubscriberInput = z.output<typeof subscriberInput>;

/** What the public form sends. */
export const subscribeInput = z.strictObject({ ...reach, ...filterDefaults }).transform(reached);
export type SubscribeInput = z.output<typeof subscribeInput>;

/** What the preference page sends: all of it, every time. */
export const preferencesInput = z.strictObject(filterFields);
export type PreferencesInput = z.output<typeof preferencesInput>;

/** Query of `GET /pages/{id}/subscribers` and of the screen. */
export const subscriberListInput = pageInput.extend({
  q: z.string().trim().max(200).optional(),
  state: z.enum(subscriberStates).optional(),
  channel: z.enum(subscriberChannels).optional(),
  component: z.string().max(100).optional(),
});
export type SubscriberListInput = z.output<typeof subscriberListInput>;

/** Body of `POST /pages/{id}/subscribers/import`. */
export const subscriberImportInput = z
  .strictObject({
    csv: z.string().min(1, "must not be empty").max(1_000_000, "must be at most 1,000,000 characters"),
    consent: consentInput,
  })
  .meta({ id: "SubscriberImport" });
export type SubscriberImportInput = z.output<typeof subscriberImportInput>;

/** What somebody asked to hear of. */
export type SubscriberFilter = {
  components: string[] | null;
  groups: string[] | null;
  kinds: SubscriberKind[];
  leastImpact: number;
  rhythm: Rhythm;
  incidentId: string | null;
};

export type SubscriberView = SubscriberFilter & {
  id: string;
  pageId: string;
  channel: SubscriberChannel;
  address: string;
  state: SubscriberState;
  locale: Locale;
  timezone: string;
  consent: Consent;
  confirmedAt: Ms | null;
  unsubscribedAt: Ms | null;
  quarantinedAt: Ms | null;
  quarantineReason: string | null;
  createdAt: Ms;
  updatedAt: Ms;
  version: number;
};

/** What is about to be told on one page. */
export type ToldSubject = {
  kind: SubscriberKind;
  /** The components of the page that it concerns; none: the page as a whole. */
  components: readonly string[];
  /** The groups these stand in on the page. */
  groups: readonly string[];
  /** The gravest an incident has been in public; null of a maintenance. */
  impact: number | null;
  incidentId: string | null;
};

/** Something told, and when. */
export type ToldAt = { told: ToldSubject; at: Ms };

/**
 * Who is to hear of a subject: the subscribers of one page, as they are when they are looked up. Or those who gather in
 * this rhythm and to whom, of all that was told, exactly those things are news that have a 1 at their place.
 */
export type PageAudience =
  | { pageId: string; told: ToldSubject }
  | { pageId: string; rhythm: DigestRhythm; gathered: readonly ToldAt[]; news: string };

/** Whether somebody asked to hear of it at once. */
export function wants(filter: SubscriberFilter, told: ToldSubject): boolean {
  return filter.rhythm === "each" && isFor(filter, told);
}

/**
 * Whether it is for somebody, at once or gathered. Whoever follows one incident hears of nothing else. A component that has left
 * the page matches nothing, so a filter of which nothing is left is silent; it never turns into "everything".
 */
export function isFor(filter: SubscriberFilter, told: ToldSubject): boolean {
  if (filter.incidentId !== null) return filter.incidentId === told.incidentId;
  if (!filter.kinds.includes(told.kind)) return false;
  if (told.impact !== null && told.impact < filter.leastImpact) return false;
  const { components, groups } = filter;
  if (told.components.length === 0 || (components === null && groups === null)) return true;
  const isNamed = components?.some((id) => told.components.includes(id)) ?? false;
  return isNamed || (groups?.some((name) => told.groups.includes(name)) ?? false);
}

/** Whom a contact is told things for. */
export const contactTopics = ["outages", "credits", "reports"] as const;
export type ContactTopic = (typeof contactTopics)[number];

/** Whether customers' contacts are told their own numbers by themselves, after a person looked, or not at all. */
export const warningModes = ["automatic", "draft", "off"] as const;
export type WarningMode = (typeof warningModes)[number];
