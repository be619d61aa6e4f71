import type { Locale, StatusPage } from "@/lib/domain/page";
import type { FormPage } from "@/lib/render/subscription-document";

/** A page as far as its forms look like it. */
export function formPageOf(page: Pick<StatusPage, "name" | "theme">, url: string): FormPage {
  return { name: page.name, url, mode: page.theme.mode };
}

/** The language a request asks for, of those the page has; `?lang=` before what the browser says. */
export function languageFor(request: Request, locales: readonly Locale[]): Locale {
  const asked = new URL(request.url).searchParams.get("lang");
  return locales.find((locale) => locale === asked) ?? locales[0] ?? "en";
}
