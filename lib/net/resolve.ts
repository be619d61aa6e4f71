import { promises as dns } from "node:dns";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";

/** What a name stands for. Failures are values. */
export type Resolution =
  | { addresses: readonly string[] }
  | { failure: "dns_not_found" | "dns_timeout" | "dns_failed" };

/** Name → IP literals in the order to try them. Never called with an IP literal; never throws. */
export type Resolve = (host: string) => Promise<Resolution>;

const hostsFile = "/etc/hosts";
const hostsAgeMs = 10_000;
/** How long a slow AAAA answer may hold up an A answer that is here (RFC 8305 §3 in spirit). */
const secondAnswerMs = 250;

/**
 * The machine's resolver: the hosts file, then DNS through c-ares. `dns.lookup` is avoided on purpose: it holds one
 * of the four threads of the pool for as long as a dead name server takes, so four dead names would stop every check.
 * `servers` (`address:port`) replace those of the machine.
 */
export function systemResolve(monotonic: () => number, servers: readonly string[] = []): Resolve {
  const resolver = new dns.Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  let hosts: ReadonlyMap<string, readonly string[]> = new Map();
  let hostsReadAt = Number.NEGATIVE_INFINITY;
  return async (name) => {
    const host = name.toLowerCase();
    if (host === "localhost" || host.endsWith(".localhost")) return { addresses: ["127.0.0.1", "::1"] };
    if (monotonic() - hostsReadAt > hostsAgeMs) {
      hosts = readHosts();
      hostsReadAt = monotonic();
    }
    const known = hosts.get(host);
    return known === undefined ? askServers(resolver, host) : { addresses: known };
  };
}

function readHosts(): ReadonlyMap<string, readonly string[]> {
  try {
    return parseHosts(readFileSync(hostsFile, "utf8"));
  } catch {
    return new Map();
  }
}

/** Lines of `address name…  # comment` → addresses by lower-case name. */
export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [address = "", ...names] = (line.split("#")[0] ?? "").trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) {
      const addresses = hosts.get(name.toLowerCase()) ?? [];
      addresses.push(address);
      hosts.set(name.toLowerCase(), addresses);
    }
  }
  return hosts;
}

async function askServers(resolver: dns.Resolver, host: string): Promise<Resolution> {
  const four = answer(resolver.resolve4(host));
  const six = answer(resolver.resolve6(host));
  const first = await four;
  const second = first.addresses.length > 0 ? await atMost(six, secondAnswerMs) : await six;
  const addresses = [...first.addresses, ...second.addresses];
  return addresses.length > 0 ? { addresses } : { failure: worse(first.code, second.code) };
}

type Answer = { addresses: readonly string[]; code: string };

/** A query's error as a value. */
async function answer(query: Promise<string[]>): Promise<Answer> {
  try {
    return { addresses: await query, code: "" };
  } catch (error) {
    return { addresses: [], code: error instanceof Error && "code" in error ? String(error.code) : "" };
  }
}

function atMost(pending: Promise<Answer>, ms: number): Promise<Answer> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, { addresses: [], code: "ETIMEOUT" });
    void pending.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

const notFound = new Set(["ENOTFOUND", "ENODATA", "ENONAME", "EBADNAME"]);

/** One family without records says nothing while the other failed: the failure is the news. */
function worse(a: string, b: string): "dns_not_found" | "dns_timeout" | "dns_failed" {
  const bad = [a, b].filter((code) => !notFound.has(code));
  if (bad.length === 0) return "dns_not_found";
  return bad.every((code) => code === "ETIMEOUT") ? "dns_timeout" : "dns_failed";
}
