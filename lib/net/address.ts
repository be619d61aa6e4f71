import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Block = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Which addresses checks may reach beyond the public Internet. */
export type AddressPolicy = {
  readonly blocks: readonly Block[];
  /** `address:port`, IPv6 in brackets. */
  readonly exceptions: ReadonlySet<string>;
};

/**
 * `cidrs` open whole blocks (PROBITY_ALLOW_PRIVATE_TARGETS); `exceptions` open single doors such as
 * "127.0.0.1:4010" and belong in the policy of the one organization they were made for. Throws on a malformed CIDR.
 */
export function addressPolicy(cidrs: readonly string[], exceptions: readonly string[] = []): AddressPolicy {
  return { blocks: cidrs.map((cidr) => ipaddr.parseCIDR(cidr)), exceptions: new Set(exceptions) };
}

/** Azure's host agent answers instances on an address that looks public. */
const azureHostAgent = ipaddr.parseCIDR("168.63.129.16/32");
/** Everything IANA has handed out to hosts; the library calls more than that unicast, `::7f00:1` for one. */
const globalUnicast = ipaddr.parseCIDR("2000::/3");

/** Whether `address` (an IP literal in any spelling) may be connected to on `port`. Anything else is refused. */
export function mayReach(address: string, port: number, policy: AddressPolicy): boolean {
  if (isIP(address) === 0) return false;
  const ip = ipaddr.process(address);
  if (policy.blocks.some((block) => within(ip, block))) return true;
  if (policy.exceptions.has(`${ip.kind() === "ipv6" ? `[${ip}]` : ip}:${port}`)) return true;
  return isPublic(ip);
}

/** Globally routable and meant for hosts: what is not plainly so (mapped, 6to4, NAT64, Teredo …) is not. */
function isPublic(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (ip.range() !== "unicast") return false;
  return ip.kind() === "ipv4" ? !within(ip, azureHostAgent) : within(ip, globalUnicast);
}

function within(ip: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: Block): boolean {
  return ip.kind() === network.kind() && ip.match(network, bits);
}
