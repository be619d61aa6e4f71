import { parseInput } from "@/lib/domain/complaint";
import { contactTopicsInput } from "@/lib/domain/contact";
import { plainTheme } from "@/lib/domain/page-theme";
import type { Ms } from "@/lib/domain/time";
import {
  type ContactPreferences,
  chooseContactTopics,
  readContactPreferences,
  unsubscribeContact,
} from "@/lib/operations/contact-preferences";
import { contactPage } from "@/lib/render/contact-page";
import { refusedPage } from "@/lib/render/subscription-pages";
import { type LinkHolder, linkToken } from "@/lib/signed-link";
import { fieldsOf } from "./form";
import { formResponse, isForeign } from "./form-door";

/** What a customer's contact is told, on its own page. */
export async function showContact(holder: LinkHolder): Promise<Response> {
  return answer(holder, await readContactPreferences(holder));
}

export async function endContact(holder: LinkHolder, now: Ms): Promise<Response> {
  return answer(holder, await unsubscribeContact(holder, now));
}

/** One act of the contact, by the form's `act`. */
export async function takeContact(
  request: Request,
  holder: LinkHolder,
  form: FormData | null,
  now: Ms,
): Promise<Response> {
  const before = await readContactPreferences(holder);
  if (form === null || isForeign(request))
    return formResponse(refusedPage(pageOf(before), before.contact), 403);
  const fields = fieldsOf(form);
  if (fields.text("act") === "unsubscribe") return await endContact(holder, now);
  const { topics } = parseInput(contactTopicsInput, { topics: fields.all("topics") });
  return answer(holder, await chooseContactTopics(holder, topics, now), true);
}

function answer(holder: LinkHolder, preferences: ContactPreferences, isSaved = false): Response {
  const { contact, customer, documents } = preferences;
  const at = `/subscription/${linkToken(holder)}`;
  const view = { page: pageOf(preferences), customer, documents, at, contact, isSaved };
  return formResponse(contactPage(view, contact));
}

function pageOf({ organization }: ContactPreferences) {
  return { name: organization, url: null, theme: plainTheme };
}
