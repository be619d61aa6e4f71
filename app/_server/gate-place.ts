import type { StatusPage } from "@/lib/domain/page";

/** Where a page's own paths begin on the host that was asked: "" on its own domain. */
export function baseOf(request: Request, { domain, slug }: Pick<StatusPage, "domain" | "slug">): string {
  const host = (request.headers.get("host") ?? "").replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();
  return domain !== null && host === domain ? "" : `/status/${slug}`;
}

/** Leads on, with nothing kept by anybody on the way. */
export function redirectTo(location: string, more: [string, string][] = []): Response {
  return new Response(null, {
    status: 303,
    headers: [["location", location], ["cache-control", "private, no-store"], ...more],
  });
}
