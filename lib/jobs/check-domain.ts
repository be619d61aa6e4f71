import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { readProvidedDomain } from "@/lib/mail/domains";
import {
  getSendingDomain,
  recordDomainReading,
  type SendingDomainRow,
} from "@/lib/operations/sending-domains";

/** What is said where nobody can prove a domain. */
const noProvider =
  "This installation sends without Resend (RESEND_API_KEY is not set), so no domain can be verified here. Mail leaves under the installation's own address.";

/** Has a sending domain's DNS looked at by the mail provider: read, ask, write, no transaction waits for the network. */
export async function checkSendingDomain(scope: TenantScope, id: string, now: Ms): Promise<SendingDomainRow> {
  const row = await getSendingDomain(scope, id);
  const { resendApiKey: apiKey, resendBaseUrl: baseUrl } = env();
  const reading =
    apiKey === null
      ? { providerId: null, state: "unchecked" as const, records: [], failure: noProvider }
      : await readProvidedDomain({ apiKey, baseUrl }, row);
  return await recordDomainReading(scope, id, reading, now);
}
