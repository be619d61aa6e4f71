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

/** Why we may write: the recipient confirmed it, somebody imported it and says why, or an agreement obliges us. */
export const consentBases = ["double_opt_in", "import", "api", "contract"] as const;
export type ConsentBasis = (typeof consentBases)[number];

export type Consent = {
  basis: ConsentBasis;
  /** In the words of who brought the address along: where and when its owner agreed. */
  note: string | null;
  at: Ms;
};

/** Whom a contact is told things for. */
export const contactTopics = ["outages", "credits", "reports"] as const;
export type ContactTopic = (typeof contactTopics)[number];

/** Whether customers' contacts are told their own numbers by themselves, after a person looked, or not at all. */
export const warningModes = ["automatic", "draft", "off"] as const;
export type WarningMode = (typeof warningModes)[number];
