import { decimalAmount } from "./register";
import { currencyExponent } from "./sla/money";

/** "EUR 1,234.50": an amount in minor units as people read it, with exactly the currency's decimals. */
export function moneyText(minor: number, currency: string): string {
  const [whole = "0", decimals] = plainAmount(minor, currency).replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${currency} ${minor < 0 ? "−" : ""}${grouped}${decimals === undefined ? "" : `.${decimals}`}`;
}

/** "1234.50": the same amount as a field holds it. */
export function plainAmount(minor: number, currency: string): string {
  return decimalAmount(minor, currencyExponent(currency) ?? 2);
}

/**
 * The minor units of an amount as people type it: "1,234.50", "1234.5", "-5". Null when it is no amount, or has more
 * decimals than the currency.
 */
export function minorOf(text: string, currency: string): number | null {
  const exponent = currencyExponent(currency) ?? 2;
  const found = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text.trim().replace("−", "-"));
  if (!found) return null;
  const [, sign, whole = "", decimals = ""] = found;
  if (decimals.length > exponent) return null;
  const minor = Number(whole.replaceAll(",", "") + decimals.padEnd(exponent, "0"));
  if (!Number.isSafeInteger(minor)) return null;
  return sign === "-" ? -minor : minor;
}
