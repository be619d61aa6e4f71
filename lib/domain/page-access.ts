import ipaddr from "ipaddr.js";
import { z } from "zod";
import type { Ms } from "./time";
import { hourMs } from "./time";

/** What stands in answers where a password was set; it is never shown again. */
export const passwordMask = "********";

const cidrInput = z
  .string()
  .trim()
  .max(50)
  .refine(
    (text) => readBlock(text) !== null,
    "must be an address or a block such as 198.51.100.7 or 2001:db8::/32",
  )
  .overwrite((text) => readBlock(text) ?? text);

const mailDomainInput = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?=.*\.)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/,
    "must be a mail domain such as example.com",
  );

/** Who may read a page. What is given is what REST and the form take; a password comes back masked. */
export const accessInput = z
  .discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("public") }),
    z.strictObject({
      mode: z.literal("password"),
      password: z.string().min(8, "must be at least 8 characters").max(200),
    }),
    z.strictObject({
      mode: z.literal("email_domain"),
      domains: z.array(mailDomainInput).min(1, "names no domain").max(50),
    }),
    z.strictObject({ mode: z.literal("ip"), cidrs: z.array(cidrInput).min(1, "names no address").max(200) }),
    z.strictObject({ mode: z.literal("members") }),
  ])
  .meta({ id: "PageAccess" });
export type AccessInput = z.output<typeof accessInput>;

/** The same as it is kept: of a password only its hash. */
export type PageAccess =
  | Exclude<AccessInput, { mode: "password" }>
  | { mode: "password"; passwordHash: string };

export type AccessMode = PageAccess["mode"];

/** Access as its owners see it. */
export function shownAccess(access: PageAccess): AccessInput {
  return access.mode === "password" ? { mode: "password", password: passwordMask } : access;
}

/**
 * What a web process must know to let somebody in without asking the database (RULES R6.3). `epoch` counts changes of
 * access: a pass of an earlier one opens nothing.
 */
export type PageGate = { mode: AccessMode; cidrs: readonly string[]; epoch: number };

export function gateOf({ access, gateEpoch }: { access: PageAccess; gateEpoch: number }): PageGate {
  return { mode: access.mode, cidrs: access.mode === "ip" ? access.cidrs : [], epoch: gateEpoch };
}

/** A pass lasts this long (RULES R6.3). */
export const passLifeMs = 12 * hourMs;

/** What a signed cookie says of the one who carries it. */
export type PagePass = {
  pageId: string;
  /** `password`, `email:<address key>`, `member:<user id>` or `contact:<contact id>`. */
  audience: string;
  epoch: number;
  expiresAt: Ms;
};

/** Whether an address lies in one of the blocks; IPv4 in IPv6 clothing is IPv4. */
export function isWithin(address: string, cidrs: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return blocksOf(cidrs).some(
    ([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits),
  );
}

type Block = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** A list is read once, and not by every visitor: the time it takes would tell how much there is to read. */
const known = new WeakMap<readonly string[], Block[]>();

function blocksOf(cidrs: readonly string[]): Block[] {
  const blocks = known.get(cidrs) ?? cidrs.map((cidr) => ipaddr.parseCIDR(cidr));
  known.set(cidrs, blocks);
  return blocks;
}

/** Whether a mail address belongs to one of the domains, or to a subdomain of none. */
export function isOfDomain(addressKey: string, domains: readonly string[]): boolean {
  return domains.includes(addressKey.slice(addressKey.lastIndexOf("@") + 1));
}

/** `198.51.100.7` → `198.51.100.7/32`; blocks in their canonical form; null for anything else. */
function readBlock(text: string): string | null {
  try {
    if (!text.includes("/")) {
      const address = ipaddr.process(text);
      return `${address}/${address.kind() === "ipv4" ? 32 : 128}`;
    }
    const [network, bits] = ipaddr.parseCIDR(text);
    const first =
      network.kind() === "ipv4"
        ? ipaddr.IPv4.networkAddressFromCIDR(text)
        : ipaddr.IPv6.networkAddressFromCIDR(text);
    return `${first}/${bits}`;
  } catch {
    return null;
  }
}
