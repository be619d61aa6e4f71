import { z } from "zod";
import { addressInput, addressKey } from "./address";
import { nameInput } from "./input";

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

/** Body of `POST /sending-domains`. */
export const sendingDomainInput = z
  .strictObject({
    domain: z.string().trim().toLowerCase().regex(hostname, "must be a domain name such as mail.example.com"),
  })
  .meta({ id: "SendingDomainInput" });
export type SendingDomainInput = z.output<typeof sendingDomainInput>;

/** The bare address in `Name <address>` or in an address alone. */
export function installationAddress(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

/** Whether an address belongs to exactly this domain; that of a subdomain does not. */
export function isAddressOf(address: string, domain: string): boolean {
  return addressKey(address).endsWith(`@${domain}`);
}
