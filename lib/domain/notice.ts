import { z } from "zod";
import type { AlertMessageKind } from "./alert";
import type { ChronicNotice } from "./chronic";
import { channels, deliveryStatuses, type Funnel, laneOf } from "./delivery";
import { idFrom } from "./ids";
import { pageInput } from "./input";
import type { Role } from "./permission";
import type { Ms } from "./time";
import { type MailPage, type ToldRecipientSlots, type ToldSlots, toldRules } from "./told";
import type { ClaimDue } from "./upstream";

/** What each template is filled with, common to all recipients of a notice: any JSON. */
export type NoticeSlots = {
  sign_in: Record<never, never>;
  invitation: { organization: string; role: Role; invitedBy: string | null };
  page_sign_in: { page: MailPage };
  staff_alert: { kind: AlertMessageKind; title: string; text: string; organization: string; url: string };
  chronic_notice: ChronicNotice;
  claim_due: ClaimDue;
} & ToldSlots;
/** What differs from recipient to recipient: text only, set into the finished mail (RULES R7.3). */
export type RecipientSlots = {
  sign_in: { link: string };
  invitation: { link: string };
  page_sign_in: { link: string };
  staff_alert: { link: string };
  chronic_notice: Record<never, never>;
  claim_due: Record<never, never>;
} & ToldRecipientSlots;
export type NoticeTemplate = keyof NoticeSlots;

/** Everything a template needs for one recipient. */
export type FilledTemplate = {
  [Name in NoticeTemplate]: { template: Name; slots: NoticeSlots[Name] & RecipientSlots[Name] };
}[NoticeTemplate];

type TemplateRule<Name extends NoticeTemplate = NoticeTemplate> = {
  /** The names of its recipient slots. */
  slots: readonly (keyof RecipientSlots[Name] & string)[];
  /** Recipient slots that open a door: sealed while they wait, erased once their delivery has met its fate. */
  secrets: readonly (keyof RecipientSlots[Name] & string)[];
  /** Somebody waits for it in front of a screen: it overtakes every storm. */
  isUrgent: boolean;
  /** Asked for by its own recipient, so that no suppression holds it back. */
  ignoresSuppression: boolean;
};

const personal = { slots: ["link"], secrets: ["link"], isUrgent: true, ignoresSuppression: true } as const;

const rules: { readonly [Name in NoticeTemplate]: TemplateRule<Name> } = {
  sign_in: personal,
  invitation: personal,
  page_sign_in: personal,
  staff_alert: { ...personal, ignoresSuppression: false },
  chronic_notice: { slots: [], secrets: [], isUrgent: false, ignoresSuppression: false },
  claim_due: { slots: [], secrets: [], isUrgent: false, ignoresSuppression: false },
  ...toldRules,
};

type AnyRule = Omit<TemplateRule, "slots" | "secrets"> & {
  slots: readonly string[];
  secrets: readonly string[];
};

/** How the outbox treats each template. */
export const templateRules: Readonly<Record<NoticeTemplate, AnyRule>> = rules;

/** What all copies share that are made at one instant: how their names begin, and the lanes they wait in. */
export function copyTraits(template: NoticeTemplate, now: Ms) {
  const { isUrgent } = templateRules[template];
  return {
    // Ten digits of time; the rest of a name is worked out from notice and recipient.
    idPrefix: idFrom("delivery", now, new Uint8Array(16)).slice(0, -16),
    lanes: { mail: laneOf("email", isUrgent), hook: laneOf("webhook", isUrgent) },
  };
}

export const noticeTemplates = Object.keys(templateRules) as [NoticeTemplate, ...NoticeTemplate[]];

/** They tell a customer's numbers, or a provider's: whom they reach is as much `finance` as what they say. */
export const financeTemplates: readonly NoticeTemplate[] = [
  ...(["customer_warning", "credit_issued", "sla_report"] as const),
  ...(["monthly_report", "chronic_notice", "claim_due"] as const),
];

/** Their secrets are erased with their fate. */
export const templatesWithSecrets: string[] = noticeTemplates.filter(
  (name) => templateRules[name].secrets.length > 0,
);

/** What a recipient's own doors are called: made of its row whenever a copy leaves, so that none need be kept. */
const doorNames: readonly string[] = ["preferences", "unsubscribe", "memoLink"];

/** Their link was made once and is erased with their fate, so that they cannot be sent again. */
export const onceOnlyTemplates: string[] = noticeTemplates.filter((name) =>
  templateRules[name].secrets.some((secret) => !doorNames.includes(secret)),
);

/** Every name that is a secret of some template. */
export const secretNames: readonly string[] = [
  ...new Set(Object.values(templateRules).flatMap((rule) => rule.secrets)),
];

/** Who a notice comes from, beyond the installation's own sender. */
export type NoticeSender = { from: string | null; replyTo: string | null };

/** `"Acme Status" <status@acme.com>`: no name can end the line or become an address. */
export function mailbox(name: string | null, address: string): string {
  const safeAddress = address.replace(/[\p{Cc}\s<>"]/gu, "");
  const safeName = (name ?? "").replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return safeName === "" ? safeAddress : `"${safeName.replace(/["\\]/g, "\\$&")}" <${safeAddress}>`;
}

export const listNoticesInput = pageInput.extend({
  template: z.enum(noticeTemplates, "must be a template's name, such as invitation").optional(),
  incident_id: z.string().max(100).optional(),
  /** Part of what it is about, or the whole address of somebody it went to. */
  q: z.string().trim().max(200).optional(),
  /** Only those with a copy in this state of affairs. */
  trouble: z.stringbool("must be true or false").optional(),
});
export type ListNoticesInput = z.output<typeof listNoticesInput>;

export const listDeliveriesInput = pageInput.extend({
  status: z.enum(deliveryStatuses, `must be one of ${deliveryStatuses.join(", ")}`).optional(),
  channel: z.enum(channels, `must be one of ${channels.join(", ")}`).optional(),
  q: z.string().trim().max(200).optional(),
});
export type ListDeliveriesInput = z.output<typeof listDeliveriesInput>;

/** Of a notice again: to those it failed to reach, and on a person's word also to those of whom nobody knows. */
export const resendNoticeInput = z.strictObject({
  include_uncertain: z.boolean("must be true or false").default(false),
});
export type ResendNoticeInput = z.output<typeof resendNoticeInput>;

/** `to` is one address, however its case; absent, all that the asker may see. `q` also looks into subjects. */
export const listOutboxInput = pageInput.extend({
  to: z.string().trim().max(254).optional(),
  q: z.string().trim().max(200).optional(),
});
export type ListOutboxInput = z.output<typeof listOutboxInput>;

/** `waiting`: its recipients are still being looked up, or it is held back. */
type NoticeState = "waiting" | "sending" | "done" | "cancelled";

export type Notice = {
  id: string;
  factId: string;
  template: NoticeTemplate;
  /** The incident's or maintenance's title, or the customer's name; null where it is about none. */
  about: string | null;
  incidentId: string | null;
  state: NoticeState;
  funnel: Funnel;
  /** When the thing that is told was noticed; null where nothing was. */
  detectedAt: Ms | null;
  createdAt: Ms;
  /** When it may leave; later than `createdAt` while it can be undone. */
  dueAt: Ms;
  cancelledAt: Ms | null;
  firstSentAt: Ms | null;
  lastSentAt: Ms | null;
};

/** A message in the local outbox. */
export type OutboxMessage = {
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  createdAt: Ms;
};
