import { parseInput } from "@/lib/domain/complaint";
import { AppError } from "@/lib/domain/errors";
import { isId } from "@/lib/domain/ids";
import { plainTheme } from "@/lib/domain/page-theme";
import { preferencesInput } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import {
  confirmSubscription,
  type Preferences,
  readPreferences,
  savePreferences,
  unsubscribe,
} from "@/lib/operations/preferences";
import {
  brokenLinkPage,
  type PreferencesView,
  preferencesPage,
  refusedPage,
  unsubscribePage,
} from "@/lib/render/subscription-pages";
import type { Reader } from "@/lib/render/told/say";
import { type LinkHolder, readLinkToken } from "@/lib/signed-link";
import { endContact, showContact, takeContact } from "./contact-link";
import { type Fields, fieldsOf } from "./form";
import { formResponse, isForeign, readForm } from "./form-door";
import { formPageOf } from "./form-page";

/** A contact of a customer has a page of its own at the same door. */
const isContact = ({ id }: LinkHolder) => isId("contact", id);

/** What the holder of a link may see and do. Looking never changes anything: mail scanners look. */
export async function showSubscription(token: string): Promise<Response> {
  return await held(token, async (holder, now) => {
    if (isContact(holder)) return await showContact(holder);
    const preferences = await readPreferences(holder, now);
    return formResponse(preferencesPage(viewOf(preferences), readerOf(preferences)));
  });
}

/** Where `List-Unsubscribe` leads when it is opened: a question, not an answer. */
export async function showUnsubscribe(token: string): Promise<Response> {
  return await held(token, async (holder, now) => {
    if (isContact(holder)) return await showContact(holder);
    const preferences = await readPreferences(holder, now);
    return formResponse(unsubscribePage(viewOf(preferences), readerOf(preferences)));
  });
}

/**
 * Ends a subscription: a mail program's POST with the body of RFC 8058, which brings no cookie and no origin. A
 * reader's own buttons work here as on the page itself.
 */
export async function takeUnsubscribe(request: Request, token: string): Promise<Response> {
  return await held(token, async (holder, now) => {
    const form = await readForm(request);
    if (form?.get("List-Unsubscribe") !== "One-Click") return await takeForm(request, holder, form, now);
    await (isContact(holder) ? endContact(holder, now) : unsubscribe(holder, now));
    return new Response("Unsubscribed.\n", { headers: { "cache-control": "no-store" } });
  });
}

/** One act of the holder, by the form's `act`. */
export async function takeSubscription(request: Request, token: string): Promise<Response> {
  return await held(token, async (holder, now) => takeForm(request, holder, await readForm(request), now));
}

async function takeForm(
  request: Request,
  holder: LinkHolder,
  form: FormData | null,
  now: Ms,
): Promise<Response> {
  if (isContact(holder)) return await takeContact(request, holder, form, now);
  const before = await readPreferences(holder, now);
  const reader = readerOf(before);
  if (form === null || isForeign(request)) return formResponse(refusedPage(viewOf(before).page, reader), 403);
  try {
    const { preferences, ...news } = await act(holder, fieldsOf(form), now);
    return formResponse(preferencesPage({ ...viewOf(preferences), ...news }, readerOf(preferences)));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "internal" || error.code === "not_found") throw error;
    const view = { ...viewOf(before), complaint: error.message };
    return formResponse(preferencesPage(view, reader), error.code === "invalid" ? 400 : 409);
  }
}

type News = Pick<PreferencesView, "done" | "secret">;

async function act(
  holder: LinkHolder,
  fields: Fields,
  now: Ms,
): Promise<{ preferences: Preferences } & Partial<News>> {
  const asked = fields.text("act");
  if (asked === "confirm") {
    const preferences = await confirmSubscription(holder, now);
    return { preferences, done: "confirmed", secret: preferences.secret };
  }
  if (asked === "unsubscribe") return { preferences: await unsubscribe(holder, now) };
  const { subscriber } = await readPreferences(holder, now);
  const input = parseInput(preferencesInput, {
    components: fields.all("components"),
    groups: fields.all("groups"),
    kinds: fields.all("kinds"),
    least_impact: fields.text("least_impact"),
    rhythm: fields.text("rhythm") ?? "each",
    locale: fields.text("locale") ?? subscriber.locale,
    timezone: fields.text("timezone")?.trim() ?? subscriber.timezone,
  });
  return { preferences: await savePreferences(holder, input, now), done: "saved" };
}

/** A link that was not made by us, or is not valid any more, says the same and nothing else. */
async function held(
  token: string,
  work: (holder: LinkHolder, now: Ms) => Promise<Response>,
): Promise<Response> {
  const holder = readLinkToken(token);
  const broken = () => formResponse(brokenLinkPage(noPage, { locale: "en", timezone: "UTC" }), 404);
  if (!holder) return broken();
  try {
    return await work(holder, Date.now());
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return broken();
    throw error;
  }
}

const noPage = { name: "Status", url: null, theme: plainTheme };

function viewOf(preferences: Preferences): PreferencesView {
  const { page, parts, incident, isExpired, subscriber, url } = preferences;
  return {
    page: formPageOf(page, url),
    subscribeUrl: `${url}/subscribe`,
    locales: page.locales,
    ...{ subscriber, parts, incident, isExpired },
    ...{ done: null, secret: null, complaint: null },
  };
}

function readerOf({ subscriber }: Preferences): Reader {
  return { locale: subscriber.locale, timezone: subscriber.timezone };
}
