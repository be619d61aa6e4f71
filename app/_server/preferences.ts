import { cookies } from "next/headers";
import { cache } from "react";
import { isZone } from "@/lib/domain/zone";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** How one browser wants to be shown things: kept in cookies, so that the first byte is already right. */
export type Preferences = { theme: Theme; zone: string };

export const themeCookie = "probity.theme";
export const zoneCookie = "probity.zone";

/** The viewer's theme and IANA time zone; a browser that has not told its zone yet reads UTC. */
export const readPreferences = cache(async (): Promise<Preferences> => {
  const jar = await cookies();
  const theme = themes.find((known) => known === jar.get(themeCookie)?.value) ?? "auto";
  const zone = decoded(jar.get(zoneCookie)?.value ?? "");
  return { theme, zone: isZone(zone) ? zone : "UTC" };
});

/** A cookie may be anything: whoever holds a sibling domain can set ours. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
