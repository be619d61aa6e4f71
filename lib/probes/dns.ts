import { getServers } from "node:dns";
import type { DnsSettings } from "@/lib/domain/check-settings";
import { shorten } from "@/lib/domain/findings";
import { nameComplaint, parseHostPort } from "@/lib/domain/target";
import { Destination } from "@/lib/net";
import { addressPolicy, mayReach } from "@/lib/net/address";
import { judgeLatency } from "./assertions";
import { Attempt, type Failure, type Probe, type ProbeDeps } from "./attempt";
import { destinationOf } from "./destination";
import { ask } from "./dns-exchange";
import { type DnsAnswer, typeNumbers } from "./dns-message";
import { judgeRegistration } from "./rdap";

/** Up when the name has the record asked for, with the expected answers. */
export const probeDns: Probe<"dns"> = async (target, run, signal, deps) => {
  const attempt = new Attempt(run, signal, deps);
  const { settings, assertions } = run;
  if (nameComplaint(target) !== null)
    return attempt.end(null, { failure: "probe_failed", detail: "the target is not a name" });
  const server = await serverOf(settings, attempt, deps);
  if ("failure" in server) return attempt.end(null, server);
  const name = target.replace(/\.$/, "");
  const question = { name, type: typeNumbers[settings.record], dnssec: settings.dnssec };
  const answer = await ask(server, question, attempt);
  if ("failure" in answer) return attempt.end(null, answer);
  const records = recordsOf(answer, settings);
  if (settings.server === null && pointsInside(records, settings, deps))
    return attempt.end(null, { failure: "private_address", detail: null });
  attempt.findings.records = records.slice(0, 50).map((record) => shorten(record));
  const failed =
    judgeAnswer(answer, records, settings) ??
    judgeLatency(assertions, attempt.elapsedMs()) ??
    (await judgeRegistration(name, run, attempt, deps));
  return attempt.end(null, failed);
};

/** The server the check names, judged like every address of a user; else the first of the machine. */
async function serverOf(
  { server }: DnsSettings,
  attempt: Attempt,
  deps: ProbeDeps,
): Promise<Destination | Failure> {
  if (server !== null) {
    const place = parseHostPort(server) ?? parseHostPort(`${server}:53`);
    if (place === null) return { failure: "probe_failed", detail: "the name server is not an address" };
    return destinationOf(place.host, place.port, attempt, deps);
  }
  const [own] = deps.nameServers ?? getServers();
  const place = own === undefined ? null : (parseHostPort(own) ?? parseHostPort(bracketed(own)));
  if (place === null) return { failure: "probe_failed", detail: "this machine names no resolver" };
  const found = await Destination.find(place.host, place.port, everywhere, deps.resolve);
  return "failure" in found ? { failure: found.failure, detail: null } : found;
}

/** The machine's own resolver is the operator's choice and may be anywhere. */
const everywhere = addressPolicy(["0.0.0.0/0", "::/0"]);

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]:53` : `${address}:53`;
}

function recordsOf(answer: DnsAnswer, { record }: DnsSettings): string[] {
  return answer.records
    .filter(({ type }) => type === typeNumbers[record])
    .map(({ text }) => text)
    .sort();
}

/** What the machine's own resolver knows of its inner network is nobody's business. */
function pointsInside(records: readonly string[], { record }: DnsSettings, deps: ProbeDeps): boolean {
  if (record !== "A" && record !== "AAAA") return false;
  return records.some((address) => !mayReach(address, 0, deps.policy));
}

const codes: Readonly<Record<number, string>> = {
  1: "FORMERR",
  2: "SERVFAIL",
  3: "NXDOMAIN",
  4: "NOTIMP",
  5: "REFUSED",
};

function judgeAnswer(answer: DnsAnswer, records: readonly string[], settings: DnsSettings): Failure | null {
  if (answer.code === 3) return { failure: "dns_not_found", detail: "NXDOMAIN" };
  if (answer.code !== 0)
    return { failure: "dns_failed", detail: codes[answer.code] ?? `code ${answer.code}` };
  if (settings.dnssec && !answer.isAuthentic)
    return { failure: "assertion_failed", detail: "the resolver has not validated the answer (no AD flag)" };
  if (records.length === 0)
    return { failure: "dns_not_found", detail: `the name has no ${settings.record} record` };
  return judgeExpected(records, settings);
}

function judgeExpected(records: readonly string[], settings: DnsSettings): Failure | null {
  if (settings.expect.length === 0) return null;
  const wanted = new Set(settings.expect.map((each) => comparable(each, settings)));
  const found = new Set(records.map((each) => comparable(each, settings)));
  const isMet = {
    exact: () => wanted.size === found.size && [...wanted].every((each) => found.has(each)),
    contains: () => [...wanted].every((each) => found.has(each)),
    any: () => [...wanted].some((each) => found.has(each)),
  }[settings.match]();
  if (isMet) return null;
  return { failure: "unexpected_answer", detail: shorten(`the answer is ${records.join(", ")}`) };
}

/** Names are compared without case and final dot, texts as they stand. */
function comparable(text: string, { record }: DnsSettings): string {
  if (record === "TXT" || record === "CAA") return text;
  return text.toLowerCase().replace(/\.(?=\s|$)/g, "");
}
