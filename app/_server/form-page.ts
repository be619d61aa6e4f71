import { preferredLocale } from "@/lib/domain/locale";
import type { Locale, StatusPage } from "@/lib/domain/page";
import type { FormPage } from "@/lib/render/subscription-document";

/** A page as far as its forms look like it. */
export function formPageOf(page: Pick<StatusPage, "name" | "theme">, url: string): FormPage {
  return { name: page.name, url, theme: page.theme };
}

/** The language a request asks for, of those the page has; `?lang=` before what the browser likes best. */
export function languageFor(request: Request, locales: readonly Locale[]): Locale {
  const asked = new URL(request.url).searchParams.get("lang");
  const liked = preferredLocale(request.headers.get("accept-language") ?? "", locales);
  return (
    locales.find((locale) => locale === asked) ??
    locales.find((locale) => locale === liked) ??
    locales[0] ??
    "en"
  );
}
