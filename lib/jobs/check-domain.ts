import type { TenantScope } from "@/lib/domain/scope";
import { withOwnProof } from "@/lib/domain/sender";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { readProvidedDomain } from "@/lib/mail/domains";
import { readProvingTexts } from "@/lib/net/domain-records";
import {
  getSendingDomain,
  recordDomainReading,
  type SendingDomainRow,
} from "@/lib/operations/sending-domains";

/** What is said where nobody can prove a domain. */
const noProvider =
  "This installation sends without Resend (RESEND_API_KEY is not set), so no domain can be verified here. Mail leaves under the installation's own address.";

/** Whom to ask: the mail provider, null where there is none, and name servers in place of the machine's. */
export type DomainSources = {
  provider: { apiKey: string; baseUrl: string } | null;
  nameServers?: readonly string[];
};

/**
 * Has a sending domain looked at by the mail provider, and its own proof in DNS by us: read, ask, write, no transaction
 * waits for the network.
 */
export async function checkSendingDomain(
  scope: TenantScope,
  id: string,
  now: Ms,
  { provider, nameServers }: DomainSources = sources(),
): Promise<SendingDomainRow> {
  const row = await getSendingDomain(scope, id);
  if (provider === null) {
    const reading = { providerId: null, state: "unchecked" as const, records: [], failure: noProvider };
    return await recordDomainReading(scope, id, reading, now);
  }
  const [reading, texts] = await Promise.all([
    readProvidedDomain(provider, row),
    readProvingTexts(row.domain, nameServers),
  ]);
  return await recordDomainReading(scope, id, withOwnProof(reading, row, texts), now);
}

function sources(): DomainSources {
  const { resendApiKey: apiKey, resendBaseUrl: baseUrl } = env();
  return { provider: apiKey === null ? null : { apiKey, baseUrl } };
}
