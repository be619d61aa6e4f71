import { promises as dns } from "node:dns";
import type { DomainEvidence } from "@/lib/domain/page-domain";
import { provingName } from "@/lib/domain/page-domain";

/**
 * Asks DNS about a page's domain: a name that does not exist, or a server that does not answer, is no evidence.
 * `servers` (`address:port`) replace those of the machine.
 */
export async function readDomainEvidence(
  domain: string,
  host: string,
  servers: readonly string[] = [],
): Promise<DomainEvidence> {
  const resolver = resolverOf(servers);
  const [texts, aliases, own, ours] = await Promise.all([
    textsOf(resolver, domain),
    orNothing(resolver.resolveCname(domain)),
    addresses(resolver, domain),
    addresses(resolver, host),
  ]);
  const isAlias = aliases.some((alias) => alias.replace(/\.$/, "").toLowerCase() === host);
  return { texts, pointsHere: isAlias || own.some((address) => ours.includes(address)) };
}

/** The texts by which the owner of a domain proves things to us; none where DNS does not answer. */
export function readProvingTexts(domain: string, servers: readonly string[] = []): Promise<string[]> {
  return textsOf(resolverOf(servers), domain);
}

function resolverOf(servers: readonly string[]): dns.Resolver {
  const resolver = new dns.Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
}

async function textsOf(resolver: dns.Resolver, domain: string): Promise<string[]> {
  const texts = await orNothing(resolver.resolveTxt(provingName(domain)));
  return texts.map((pieces) => pieces.join(""));
}

async function addresses(resolver: dns.Resolver, name: string): Promise<string[]> {
  const [four, six] = await Promise.all([
    orNothing(resolver.resolve4(name)),
    orNothing(resolver.resolve6(name)),
  ]);
  return [...four, ...six];
}

async function orNothing<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch {
    return [];
  }
}
