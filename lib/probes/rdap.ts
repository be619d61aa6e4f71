import { z } from "zod";
import type { RunSettings } from "@/lib/domain/check";
import { httpSettings } from "@/lib/domain/check-settings";
import { dayMs, hourMs, type Ms } from "@/lib/domain/time";
import type { Attempt, Failure, ProbeDeps } from "./attempt";
import { decode } from "./body";
import { exchange } from "./http-exchange";

/** The part of a domain object of RFC 9083 §5.3 that is asked for. */
const domainObject = z.object({
  events: z.array(z.object({ eventAction: z.string(), eventDate: z.string() })),
});

/** Registrations change over months: one answer serves all runs of half a day. */
const freshMs = 12 * hourMs;
const known = new Map<string, { expiresAt: Ms; readAt: Ms }>();
const knownMax = 1_000;

/** Whether the name's registration runs long enough, where an assertion asks. */
export async function judgeRegistration(
  name: string,
  { assertions, settings }: RunSettings<"dns">,
  attempt: Attempt,
  deps: ProbeDeps,
): Promise<Failure | null> {
  const assertion = assertions.find((each) => each.type === "domain_days_left");
  if (assertion === undefined) return null;
  const expiresAt = await expiryOf(`${settings.rdap_url}${encodeURIComponent(name)}`, attempt, deps);
  if (typeof expiresAt !== "number") return expiresAt;
  const left = Math.floor((expiresAt - deps.now()) / dayMs);
  if (left >= assertion.at_least) return null;
  const detail = `the registration ends in ${left} days, fewer than ${assertion.at_least}`;
  return { failure: "assertion_failed", detail };
}

async function expiryOf(url: string, attempt: Attempt, deps: ProbeDeps): Promise<Ms | Failure> {
  const now = deps.now();
  const before = known.get(url);
  if (before !== undefined && now - before.readAt < freshMs) return before.expiresAt;
  const text = await fetchText(url, attempt, deps);
  if (typeof text !== "string") return text;
  const expiresAt = readExpiry(text);
  if (expiresAt === null)
    return { failure: "assertion_failed", detail: "the registry says no date of expiry" };
  if (known.size >= knownMax) known.delete(known.keys().next().value ?? "");
  known.set(url, { expiresAt, readAt: now });
  return expiresAt;
}

async function fetchText(url: string, attempt: Attempt, deps: ProbeDeps): Promise<string | Failure> {
  const settings = httpSettings.parse({ headers: { accept: "application/rdap+json" } });
  const request = { url: new URL(url), method: "GET", headers: settings.headers, body: null };
  const limit = { bytes: 200_000, keep: true };
  const done = await exchange(request, { settings, attempt, deps, home: request.url.origin, limit });
  if ("failure" in done) return { failure: done.failure, detail: `RDAP: ${done.detail ?? ""}` };
  if (done.head.status !== 200)
    return { failure: "assertion_failed", detail: `RDAP answered with status ${done.head.status}` };
  return decode(done.body, done.head.headers["content-encoding"], limit.bytes);
}

/** When the registration ends; null when the text does not say. */
function readExpiry(text: string): Ms | null {
  try {
    const { events } = domainObject.parse(JSON.parse(text));
    const end = events.find(({ eventAction }) => eventAction === "expiration")?.eventDate;
    const at = Date.parse(end ?? "");
    return Number.isNaN(at) ? null : at;
  } catch {
    return null;
  }
}
