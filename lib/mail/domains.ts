import { type ErrorResponse, Resend } from "resend";
import { z } from "zod";

/** A domain as the mail provider knows it. */
export type ProvidedDomain = {
  providerId: string | null;
  state: "unchecked" | "pending" | "verified" | "failed";
  records: { type: string; name: string; value: string; priority: number | null; status: string }[];
  failure: string | null;
};

/** What was known of it before; stays so while the provider cannot be asked. */
type KnownDomain = { domain: string } & Pick<ProvidedDomain, "providerId" | "state" | "records">;

const text = z.string().max(4_000);
const domainAnswer = z.object({
  status: text,
  records: z.array(
    z.object({
      ...{ type: text, name: text, value: text, status: text },
      priority: z.number().nullable().default(null),
    }),
  ),
});

type Answer<Value> = { value: Value } | { failure: string; isFirm: boolean };

/**
 * Asks the provider for a domain, makes it known there at the first time, and has its DNS looked at again while it is
 * not proven. The world's failures come back as values: a refusal of this domain fails it, while trouble of the line,
 * of the key or of the provider changes nothing of what was known.
 */
export async function readProvidedDomain(
  { apiKey, baseUrl, timeoutMs = 20_000 }: { apiKey: string; baseUrl: string; timeoutMs?: number },
  known: KnownDomain,
): Promise<ProvidedDomain> {
  const late = new AbortController();
  const client = new Resend(apiKey, { baseUrl });
  const over = new Promise<Answer<never>>((resolve) => {
    const timer = setTimeout(
      () => resolve({ failure: "The mail provider did not answer in time.", isFirm: false }),
      timeoutMs,
    );
    late.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  const answer = await Promise.race([look(client, known), over]);
  late.abort();
  if ("value" in answer) return answer.value;
  const { failure, isFirm } = answer;
  const { providerId, state, records } = known;
  return isFirm ? { providerId, state: "failed", records, failure } : { providerId, state, records, failure };
}

async function look(client: Resend, { providerId, domain }: KnownDomain): Promise<Answer<ProvidedDomain>> {
  if (providerId === null) return await introduce(client, domain);
  const seen = await get(client, providerId);
  if ("failure" in seen) return seen;
  // Somebody removed it there: it is made known anew.
  if (seen.value === null) return await introduce(client, domain);
  if (seen.value.state === "verified") return { value: seen.value };
  const asked = await ask(() => client.domains.verify(providerId));
  if ("failure" in asked) return { value: { ...seen.value, failure: asked.failure } };
  const again = await get(client, providerId);
  return "value" in again && again.value !== null ? { value: again.value } : { value: seen.value };
}

/** Made known there, or found there when an earlier answer was lost. */
async function introduce(client: Resend, domain: string): Promise<Answer<ProvidedDomain>> {
  const made = await ask(() => client.domains.create({ name: domain }));
  const id = "value" in made ? made.value.id : made.isFirm ? await idOf(client, domain) : null;
  if (id === null || id === undefined)
    return "failure" in made
      ? made
      : { failure: "The mail provider's answer could not be read.", isFirm: false };
  const seen = await get(client, id);
  if ("failure" in seen)
    return { value: { providerId: id, state: "pending", records: [], failure: seen.failure } };
  return { value: seen.value ?? { providerId: id, state: "pending", records: [], failure: null } };
}

async function idOf(client: Resend, domain: string): Promise<string | null> {
  const all = await ask(() => client.domains.list());
  const listed = "value" in all && Array.isArray(all.value.data) ? all.value.data : [];
  return listed.find(({ name }) => name === domain)?.id ?? null;
}

/** Null when the provider does not know it. */
async function get(client: Resend, id: string): Promise<Answer<ProvidedDomain | null>> {
  const answer = await ask(() => client.domains.get(id), { missing: null });
  if ("failure" in answer || answer.value === null) return answer as Answer<null>;
  const read = domainAnswer.safeParse(answer.value);
  if (!read.success) return { failure: "The mail provider's answer could not be read.", isFirm: false };
  const { status, records } = read.data;
  const state = status === "verified" ? "verified" : status === "failed" ? "failed" : "pending";
  return { value: { providerId: id, state, records, failure: null } };
}

type Asked<Value> = { data: Value; error: null } | { data: null; error: ErrorResponse };

/** One call; `missing` stands for what the provider does not know. */
async function ask<Value, Missing = never>(
  call: () => Promise<Asked<Value>>,
  when?: { missing: Missing },
): Promise<Answer<Value | Missing>> {
  try {
    const { data, error } = await call();
    if (error === null) return { value: data };
    if (when && error.statusCode === 404) return { value: when.missing };
    const { statusCode, message } = error;
    // A wrong key, too many calls or a provider in trouble say nothing of the domain.
    const isFirm = statusCode === 400 || statusCode === 403 || statusCode === 422;
    return { failure: String(message ?? "no reason was given").slice(0, 500), isFirm };
  } catch (error) {
    return { failure: error instanceof Error ? error.message.slice(0, 500) : String(error), isFirm: false };
  }
}
