import { openPage } from "@/lib/auth/page-gate";
import { parseInput } from "@/lib/domain/complaint";
import { AppError } from "@/lib/domain/errors";
import type { PageScope } from "@/lib/domain/scope";
import { rhythms, subscribeInput, subscriberKinds } from "@/lib/domain/subscriber";
import { readSubscriptionForm, type SubscriptionForm, subscribe } from "@/lib/operations/subscriptions";
import type { FormDocument } from "@/lib/render/subscription-document";
import { askedPage, limitPage, refusedPage, subscribePage } from "@/lib/render/subscription-pages";
import type { Reader } from "@/lib/render/told/say";
import { fieldsOf } from "./form";
import { clientOf, formResponse, isForeign, readForm } from "./form-door";
import { formPageOf, languageFor } from "./form-page";

/** The form of a page; `?incident=` follows that incident only. */
export async function showSubscribe(request: Request, slug: string): Promise<Response> {
  const incidentId = new URL(request.url).searchParams.get("incident");
  const opened = await open(request, slug, incidentId);
  if (!opened) return missing();
  return formResponse(formOf(opened, null, null));
}

/** Takes the form. The answer is the same for whatever address. */
export async function takeSubscribe(request: Request, slug: string): Promise<Response> {
  const form = await readForm(request);
  const incident = form?.get("incident_id");
  const opened = await open(request, slug, typeof incident === "string" ? incident : null);
  if (!opened || !form) return missing();
  if (isForeign(request)) return formResponse(refusedPage(opened.page, opened.reader), 403);
  try {
    await subscribe(
      opened.scope,
      parseInput(subscribeInput, wishesIn(form, opened)),
      clientOf(request),
      Date.now(),
    );
    return formResponse(askedPage(opened.page, opened.reader));
  } catch (error) {
    return refusal(error, opened, form);
  }
}

type Opened = {
  scope: PageScope;
  form: SubscriptionForm;
  page: ReturnType<typeof formPageOf>;
  reader: Reader;
};

async function open(request: Request, slug: string, incidentId: string | null): Promise<Opened | null> {
  const scope = await openPage(slug, request, Date.now());
  if (!scope) return null;
  const form = await readSubscriptionForm(scope, incidentId);
  if (incidentId !== null && form.incident === null) return null;
  const reader = { locale: languageFor(request, form.page.locales), timezone: form.page.timezone };
  return { scope, form, page: formPageOf(form.page, form.url), reader };
}

function wishesIn(form: FormData, { reader }: Opened): unknown {
  const { text, all } = fieldsOf(form);
  const isFollowing = text("incident_id") !== undefined;
  const given = {
    channel: text("channel"),
    address: text("address")?.trim() ?? "",
    incident_id: text("incident_id"),
    locale: text("locale") ?? reader.locale,
  };
  const wishes = {
    components: all("components"),
    groups: all("groups"),
    kinds: all("kinds"),
    least_impact: text("least_impact"),
    rhythm: text("rhythm"),
    timezone: text("timezone")?.trim() ?? reader.timezone,
  };
  return isFollowing ? given : { ...given, ...wishes };
}

function refusal(error: unknown, opened: Opened, form: FormData): Response {
  if (!(error instanceof AppError) || error.code === "internal") throw error;
  const { page, reader } = opened;
  if (error.code === "limit") {
    const seconds = error.retryAfterSeconds ?? 60;
    return formResponse(limitPage(page, reader, seconds), 429, { "retry-after": String(seconds) });
  }
  return formResponse(formOf(opened, form, error.message), error.code === "invalid" ? 400 : 409);
}

function formOf(
  { form, page, reader }: Opened,
  typed: FormData | null,
  complaint: string | null,
): FormDocument {
  const fields = fieldsOf(typed ?? new FormData());
  const view = {
    page,
    choices: { parts: form.parts, locales: form.page.locales },
    incident: form.incident,
    typed: {
      channel: fields.text("channel") ?? "email",
      address: fields.text("address") ?? "",
      components: typed && fields.all("components"),
      groups: typed && fields.all("groups"),
      kinds: subscriberKinds.filter((kind) => typed === null || fields.all("kinds").includes(kind)),
      leastImpact: 0,
      rhythm: rhythms.find((each) => each === fields.text("rhythm")) ?? "each",
      locale: fields.text("locale") ?? reader.locale,
      timezone: fields.text("timezone") ?? reader.timezone,
    },
    complaint,
  };
  return subscribePage(view, reader);
}

function missing(): Response {
  return new Response("Not found\n", { status: 404, headers: { "cache-control": "no-store" } });
}
