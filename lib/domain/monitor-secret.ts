import type { CheckSettings, HttpSettings } from "./check";
import { secretMask } from "./monitor";

/** The parts of an http check's settings that may hold secrets. */
export type MonitorSecrets = Pick<HttpSettings, "headers" | "body">;

function isHttp(settings: CheckSettings): settings is HttpSettings {
  return "headers" in settings;
}

/** Takes header values and body out of the settings; null where there is nothing to hide. */
export function hideSecrets<T extends CheckSettings>(
  settings: T,
): { shown: T; secrets: MonitorSecrets | null } {
  if (!isHttp(settings)) return { shown: settings, secrets: null };
  const { headers, body } = settings;
  if (Object.keys(headers).length === 0 && body === null) return { shown: settings, secrets: null };
  const masked = Object.fromEntries(Object.keys(headers).map((name) => [name, secretMask]));
  const shown = { ...settings, headers: masked, body: body === null ? null : secretMask };
  return { shown, secrets: { headers, body } };
}

/**
 * Settings a person sent back, with what still shows the mask put in place from the secrets known. Names the field
 * for which there is no secret to put.
 */
export function keepSecrets(
  settings: Readonly<Record<string, unknown>>,
  known: MonitorSecrets | null,
): { settings: Record<string, unknown>; kept: boolean } | { missing: string } {
  const kept: Record<string, unknown> = { ...settings };
  let any = false;
  if (kept.body === secretMask) {
    if (known?.body == null) return { missing: "body" };
    kept.body = known.body;
    any = true;
  }
  if (typeof kept.headers === "object" && kept.headers !== null) {
    const headers: Record<string, unknown> = { ...kept.headers };
    for (const [name, value] of Object.entries(headers)) {
      if (value !== secretMask) continue;
      const secret = known?.headers[name];
      if (secret === undefined) return { missing: `headers.${name}` };
      headers[name] = secret;
      any = true;
    }
    kept.headers = headers;
  }
  return { settings: kept, kept: any };
}
