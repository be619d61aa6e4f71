import { Resend } from "resend";

/** A domain as the mail provider knows it. */
export type ProvidedDomain = {
  providerId: string | null;
  state: "unchecked" | "pending" | "verified" | "failed";
  records: { type: string; name: string; value: string; priority: number | null; status: string }[];
  failure: string | null;
};

/**
 * Asks the provider for a domain, makes it known there at the first time, and has its DNS looked at again while it is
 * not proven. The world's failures come back as values.
 */
export async function readProvidedDomain(
  provider: { apiKey: string; baseUrl: string },
  { domain, providerId }: { domain: string; providerId: string | null },
): Promise<ProvidedDomain> {
  const client = new Resend(provider.apiKey, { baseUrl: provider.baseUrl });
  const failed = (failure: string): ProvidedDomain => ({ providerId, state: "failed", records: [], failure });
  try {
    const made = providerId === null ? await client.domains.create({ name: domain }) : null;
    if (made?.error) return failed(made.error.message.slice(0, 500));
    const id = providerId ?? made?.data?.id ?? "";
    if (providerId !== null) await client.domains.verify(id);
    const { data, error } = await client.domains.get(id);
    if (error) return { ...failed(error.message.slice(0, 500)), providerId: id };
    const records = data.records.map((record) => ({
      ...{ type: record.type, name: record.name, value: record.value, status: record.status },
      priority: "priority" in record ? (record.priority ?? null) : null,
    }));
    const state = data.status === "verified" ? "verified" : data.status === "failed" ? "failed" : "pending";
    return { providerId: id, state, records, failure: null };
  } catch (error) {
    return failed(error instanceof Error ? error.message.slice(0, 500) : String(error));
  }
}
