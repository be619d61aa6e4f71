import type { IncomingMessage } from "node:http";
import { preferredLocale } from "@/lib/domain/locale";
import type { PreparedRepresentation } from "./prepared-page";

/** Few readers, few headers: each is read once per set of languages. */
const chosen = new Map<string, string | null>();
const chosenMax = 500;
const headerMax = 200;

/** The representation in the language asked for by `?lang=`, else in the one the reader likes best, else the first. */
export function translated(
  representation: PreparedRepresentation,
  { url = "", headers }: IncomingMessage,
): PreparedRepresentation {
  const { translations } = representation;
  if (translations === null) return representation;
  const asked = /[?&]lang=([A-Za-z-]{2,10})(?:&|$)/.exec(url)?.[1];
  const named = asked === undefined ? undefined : translations.get(asked);
  if (named) return named;
  const liked = preferred(headers["accept-language"], [...translations.keys()]);
  return (liked === null ? undefined : translations.get(liked)) ?? representation;
}

function preferred(header: string | undefined, offered: readonly string[]): string | null {
  if (header === undefined || header.length > headerMax) return null;
  const key = `${offered.join()} ${header}`;
  const known = chosen.get(key);
  if (known !== undefined) return known;
  const locale = preferredLocale(header, offered);
  if (chosen.size >= chosenMax) chosen.clear();
  chosen.set(key, locale);
  return locale;
}
