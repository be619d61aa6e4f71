import type { SubscriberPlace, SubscriberRow } from "@/db/queries/subscriber";
import { addressKey } from "@/lib/domain/address";
import { sha256Hex } from "@/lib/domain/hash";
import { hookLabel } from "@/lib/domain/hook-address";
import type { Locale } from "@/lib/domain/page";
import type { Consent, SubscribeInput, SubscriberView } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import { newSigningSecret, seal } from "@/lib/secret";
import { newId } from "./record";

type Page = { id: string; timezone: string; locales: readonly Locale[] };

/** Where an address meets a page: once, and once per incident followed (RULES R7.1). */
export function placeOf(
  page: Pick<Page, "id">,
  { channel, address, incident_id }: SubscribeInput,
): SubscriberPlace {
  const key = channel === "email" ? addressKey(address) : sha256Hex(address);
  return { pageId: page.id, channel, addressKey: key, incidentId: incident_id };
}

/** What somebody asked to hear, as its row keeps it. */
export function wishesOf(page: Page, input: SubscribeInput) {
  const { components, groups, kinds, least_impact: leastImpact, rhythm } = input;
  const locale = input.locale ?? page.locales[0] ?? "en";
  const timezone = input.timezone ?? page.timezone;
  return { components, groups, kinds, leastImpact, rhythm, locale, timezone };
}

/** A new subscriber: `active` when somebody vouches for its consent, else `pending`. */
export function newSubscriber(
  page: Page,
  input: SubscribeInput,
  consent: Consent,
  state: "pending" | "active",
  now: Ms,
): SubscriberRow {
  const { channel, address } = input;
  const isMail = channel === "email";
  return {
    ...placeOf(page, input),
    ...wishesOf(page, input),
    id: newId("subscriber", now),
    address: isMail ? address : hookLabel(address),
    endpoint: isMail ? null : seal(address),
    signingSecret: channel === "webhook" ? seal(newSigningSecret()) : null,
    state,
    consent,
    rhythmSince: now,
    linkGeneration: 1,
    confirmedAt: state === "active" ? now : null,
    unsubscribedAt: null,
    quarantinedAt: null,
    quarantineReason: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** Without what is secret. */
export function subscriberView(row: SubscriberRow): SubscriberView {
  const {
    addressKey: _,
    endpoint: __,
    signingSecret: ___,
    linkGeneration: ____,
    rhythmSince: _____,
    ...view
  } = row;
  return view;
}

/** The part of a row that the audit log shows. */
export function subscriberFacts(row: SubscriberRow): Record<string, unknown> {
  const { pageId, channel, address, state, components, groups, kinds, leastImpact, incidentId } = row;
  return {
    ...{ page_id: pageId, channel, address, state, components, groups, kinds, consent: row.consent },
    ...{ least_impact: leastImpact, incident_id: incidentId, rhythm: row.rhythm },
    ...{ locale: row.locale, timezone: row.timezone },
  };
}
