import { secretMask } from "./check";
import type { CheckSettings, HttpSettings } from "./check-settings";

/** The settings of an http check that hold secrets: whole, as they were given. They lie over the shown ones at a run. */
export type MonitorSecrets = Partial<
  Pick<HttpSettings, "headers" | "body" | "auth" | "client_certificate" | "steps">
>;

function isHttp(settings: CheckSettings): settings is HttpSettings {
  return "headers" in settings;
}

/** Takes header values, bodies, credentials and keys out of the settings; null where there is nothing to hide. */
export function hideSecrets<T extends CheckSettings>(
  settings: T,
): { shown: T; secrets: MonitorSecrets | null } {
  if (!isHttp(settings)) return { shown: settings, secrets: null };
  const { headers, body, auth, client_certificate, steps } = settings;
  const secrets: MonitorSecrets = {
    ...(hasSecret(settings) ? { headers, body } : {}),
    ...(auth === null ? {} : { auth }),
    ...(client_certificate === null ? {} : { client_certificate }),
    ...(steps.some(hasSecret) ? { steps } : {}),
  };
  if (Object.keys(secrets).length === 0) return { shown: settings, secrets: null };
  const shown = {
    ...settings,
    ...maskRequest(settings),
    auth: maskAuth(auth),
    client_certificate: client_certificate === null ? null : { ...client_certificate, key: secretMask },
    steps: steps.map((step) => ({ ...step, ...maskRequest(step) })),
  };
  return { shown, secrets };
}

type Request = Pick<HttpSettings, "headers" | "body">;

function hasSecret({ headers, body }: Request): boolean {
  return Object.keys(headers).length > 0 || body !== null;
}

function maskRequest({ headers, body }: Request): Request {
  const masked = Object.fromEntries(Object.keys(headers).map((name) => [name, secretMask]));
  return { headers: masked, body: body === null ? null : secretMask };
}

function maskAuth(auth: HttpSettings["auth"]): HttpSettings["auth"] {
  if (auth === null) return null;
  return auth.type === "basic" ? { ...auth, password: secretMask } : { ...auth, token: secretMask };
}

/**
 * Settings a person sent back, with what still shows the mask put in place from the secrets known, wherever it stands.
 * Names the field for which there is no secret to put.
 */
export function keepSecrets(
  settings: Readonly<Record<string, unknown>>,
  known: MonitorSecrets | null,
): { settings: Record<string, unknown>; kept: boolean } | { missing: string } {
  const found: Restoring = { kept: false, missing: null };
  const restored = restore(settings, known, [], found) as Record<string, unknown>;
  return found.missing === null ? { settings: restored, kept: found.kept } : { missing: found.missing };
}

type Restoring = { kept: boolean; missing: string | null };

function restore(given: unknown, known: unknown, path: readonly string[], found: Restoring): unknown {
  if (given === secretMask) {
    if (typeof known === "string") found.kept = true;
    else found.missing ??= path.join(".");
    return known;
  }
  if (Array.isArray(given))
    return given.map((each, index) => restore(each, at(known, index), [...path, String(index)], found));
  if (typeof given !== "object" || given === null) return given;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      restore(value, at(known, name), [...path, name], found),
    ]),
  );
}

function at(known: unknown, key: string | number): unknown {
  if (typeof known !== "object" || known === null || !Object.hasOwn(known, key)) return undefined;
  return (known as Record<string | number, unknown>)[key];
}
