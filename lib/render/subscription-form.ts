import type { Locale } from "@/lib/domain/page";
import {
  impactOrder,
  rhythms,
  type SubscriberFilter,
  subscriberChannels,
  subscriberKinds,
} from "@/lib/domain/subscriber";
import { groupsOf, type PagePart } from "@/lib/domain/subscription";
import { html, type Markup, trusted } from "./markup";
import { type Reader, say } from "./told/say";

/** What a form is filled with: a subscriber's wishes, or what was typed before it was refused. */
export type Wishes = Omit<SubscriberFilter, "incidentId"> & { locale: string; timezone: string };

export type Choices = {
  parts: readonly PagePart[];
  locales: readonly Locale[];
  /** Only mails are gathered. */
  hasRhythm?: boolean;
};

const checked = (is: boolean) => is && trusted(" checked");
const selected = (is: boolean) => is && trusted(" selected");

/** The fields of what is heard, shared by the form of a page and the preference page. */
export function wishFields(
  wishes: Wishes,
  { parts, locales, hasRhythm = true }: Choices,
  reader: Reader,
): Markup {
  return html`${kindFields(wishes, reader)}
${partFields(wishes, parts, reader)}
<div><label class=over for=impact>${say(reader, "impact_label")}</label><select id=impact name=least_impact>${impactOrder.map(
    (word, rank) =>
      html`<option value="${word}"${selected(rank === wishes.leastImpact)}>${say(reader, `impact_${word}`)}</option>`,
  )}</select></div>
${hasRhythm && rhythmField(wishes, reader)}
${locales.length > 1 && languageField(wishes, locales, reader)}
<div><label class=over for=zone>${say(reader, "zone_label")}</label><input type=text id=zone name=timezone value="${wishes.timezone}" autocomplete=off spellcheck=false></div>`;
}

function kindFields(wishes: Wishes, reader: Reader): Markup {
  const ticks = subscriberKinds.map((kind) =>
    tick("kinds", kind, say(reader, `kind_${kind}`), wishes.kinds.includes(kind)),
  );
  return html`<fieldset><legend>${say(reader, "kinds_legend")}</legend>${ticks}</fieldset>`;
}

function partFields(wishes: Wishes, parts: readonly PagePart[], reader: Reader): Markup | null {
  if (parts.length === 0) return null;
  const part = ({ id, name }: PagePart) =>
    tick("components", id, name, wishes.components?.includes(id) ?? false);
  const alone = parts.filter(({ group }) => group === null).map(part);
  const grouped = groupsOf(parts).map((group) => {
    const label = say(reader, "group_all", { group });
    const all = tick("groups", group, label, wishes.groups?.includes(group) ?? false);
    return html`${all}<div class=in>${parts.filter((each) => each.group === group).map(part)}</div>`;
  });
  return html`<fieldset><legend>${say(reader, "parts_legend")}</legend><p class=small>${say(reader, "parts_hint")}</p>${grouped}${alone}</fieldset>`;
}

function tick(name: string, value: string, label: string, is: boolean): Markup {
  return html`<label class=tick><input type=checkbox name="${name}" value="${value}"${checked(is)}> <span>${label}</span></label>`;
}

function rhythmField(wishes: Wishes, reader: Reader): Markup {
  const options = rhythms.map(
    (word) =>
      html`<option value="${word}"${selected(word === wishes.rhythm)}>${say(reader, `rhythm_${word}`)}</option>`,
  );
  return html`<div><label class=over for=rhythm>${say(reader, "rhythm_label")}</label><select id=rhythm name=rhythm>${options}</select></div>`;
}

function languageField(wishes: Wishes, locales: readonly Locale[], reader: Reader): Markup {
  const options = locales.map(
    (locale) =>
      html`<option value="${locale}"${selected(locale === wishes.locale)}>${languageName(locale)}</option>`,
  );
  return html`<div><label class=over for=language>${say(reader, "language_label")}</label><select id=language name=locale>${options}</select></div>`;
}

/** What a language calls itself. */
function languageName(locale: string): string {
  return new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
}

/** How and whereto, which only the form of a page asks. */
export function reachFields(typed: { channel: string; address: string }, reader: Reader): Markup {
  const options = subscriberChannels.map(
    (channel) =>
      html`<option value="${channel}"${selected(channel === typed.channel)}>${say(reader, `channel_${channel}`)}</option>`,
  );
  return html`<div><label class=over for=channel>${say(reader, "channel_label")}</label><select id=channel name=channel>${options}</select></div>
<div><label class=over for=address>${say(reader, "address_label")}</label><input type=text id=address name=address value="${typed.address}" required maxlength=2000 autocomplete=email autocapitalize=none spellcheck=false></div>`;
}
