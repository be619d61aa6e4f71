import { z } from "zod";
import { addressInput, addressKey } from "./address";
import { nameInput } from "./input";
import { provingName } from "./page-domain";

/** Body of `PUT /pages/{id}/sender` and of the form. */
export const pageSenderInput = z
  .strictObject({
    /** Shown beside the address; the page's own name when absent. */
    name: nameInput.nullable().default(null),
    /** Of a verified sending domain; the installation's own when absent. */
    address: addressInput.nullable().default(null),
    reply_to: addressInput.nullable().default(null),
  })
  .meta({ id: "PageSenderInput" });
export type PageSenderInput = z.output<typeof pageSenderInput>;

const hostname = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** Most sending domains of one organization: each is one at the installation's mail provider, too. */
export const sendingDomainsMax = 20;

/** Body of `POST /sending-domains`. */
export const sendingDomainInput = z
  .strictObject({
    domain: z.string().trim().toLowerCase().regex(hostname, "must be a domain name such as mail.example.com"),
  })
  .meta({ id: "SendingDomainInput" });
export type SendingDomainInput = z.output<typeof sendingDomainInput>;

export type SendingState = "unchecked" | "pending" | "verified" | "failed";

/** One DNS record that a sending domain needs. */
export type SendingRecord = {
  type: string;
  name: string;
  value: string;
  priority: number | null;
  status: string;
};

/** Where a sending domain stands: with the mail provider, and in DNS. */
export type DomainReading = {
  providerId: string | null;
  state: SendingState;
  records: SendingRecord[];
  failure: string | null;
};

/**
 * The reading with a proof of the organization's own among its records. The mail provider knows a domain once for the
 * whole installation, so what it has verified for one organization says nothing of the next that names it: a domain is
 * verified only when its DNS names this very entry as well. What was seen once stays proven.
 */
export function withOwnProof(
  reading: DomainReading,
  { id, domain, records: known }: { id: string; domain: string; records: readonly SendingRecord[] },
  texts: readonly string[],
): DomainReading {
  const [name, value] = [provingName(domain), `probity-mail=${id}`];
  const isOwn = (record: SendingRecord) => record.name === name && record.value === value;
  const isProven =
    texts.some((text) => text.trim() === value) ||
    known.some((record) => isOwn(record) && record.status === "verified");
  const own = { type: "TXT", name, value, priority: null, status: isProven ? "verified" : "pending" };
  const records = [...reading.records.filter((record) => !isOwn(record)), own];
  if (isProven || reading.state !== "verified") return { ...reading, records };
  const failure = `Set the TXT record ${name}: it proves that the domain is yours.`;
  return { ...reading, records, state: "pending", failure };
}

/** The bare address in `Name <address>` or in an address alone. */
export function installationAddress(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

/** Whether an address belongs to exactly this domain; that of a subdomain does not. */
export function isAddressOf(address: string, domain: string): boolean {
  return addressKey(address).endsWith(`@${domain}`);
}
