import type { Fields } from "@/app/_server/form";
import { readExtractions } from "./extraction-lines";

/** Settings and assertions of the kinds that have neither headers nor a body, from fields named after the kind. */
export const readOther: Readonly<Record<string, (fields: Fields) => object>> = {
  tcp: (fields) => ({
    settings: {
      starttls: fields.text("tcp.starttls") ?? null,
      verify_tls: fields.checked("tcp.verify_tls"),
      send: fields.text("tcp.send") ?? null,
      expect: fields.text("tcp.expect") ?? null,
      ip_version: fields.text("tcp.ip_version") ?? "any",
    },
    assertions: daysLeft(fields, "tcp", "certificate_days_left"),
  }),
  tls: (fields) => ({
    settings: {
      server_name: fields.text("tls.server_name")?.trim() ?? null,
      min_version: fields.text("tls.min_version") ?? "1.2",
      verify: fields.checked("tls.verify"),
      ca: pem(fields.text("tls.ca")),
      ocsp: fields.text("tls.ocsp") ?? "if_stapled",
      starttls: fields.text("tls.starttls") ?? null,
      ip_version: fields.text("tls.ip_version") ?? "any",
    },
    assertions: daysLeft(fields, "tls", "certificate_days_left"),
  }),
  dns: (fields) => ({
    settings: {
      record: fields.text("dns.record") ?? "A",
      server: fields.text("dns.server")?.trim() ?? null,
      expect: lines(fields.text("dns.expect")),
      match: fields.text("dns.match") ?? "exact",
      dnssec: fields.checked("dns.dnssec"),
    },
    assertions: daysLeft(fields, "dns", "domain_days_left"),
  }),
  icmp: (fields) => ({
    settings: {
      packets: fields.number("icmp.packets") ?? 1,
      ip_version: fields.text("icmp.ip_version") ?? "any",
    },
  }),
};

function daysLeft(fields: Fields, kind: string, type: string): object[] {
  const days = fields.number(`${kind}.days_left`);
  return days === undefined ? [] : [{ type, at_least: days }];
}

function lines(text: string | undefined): string[] {
  return (text ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function pem(text: string | undefined): string | null {
  return text === undefined ? null : `${text.trim()}\n`;
}

/** The parts of an http check beyond its one request. */
export function readConnection(fields: Fields): object {
  const certificate = pem(fields.text("client.certificate"));
  const key = fields.text("client.key")?.trim();
  return {
    http_version: fields.text("settings.http_version") ?? "1.1",
    ip_version: fields.text("settings.ip_version") ?? "any",
    max_redirects: fields.number("settings.max_redirects") ?? 5,
    auth: readAuth(fields),
    client_certificate:
      certificate === null && key === undefined ? null : { certificate: certificate ?? "", key: key ?? "" },
    ca: pem(fields.text("settings.ca")),
    extract: readExtractions(fields.text("settings.extract")),
  };
}

function readAuth(fields: Fields): object | null {
  const type = fields.text("auth.type");
  if (type === undefined) return null;
  if (type === "bearer") return { type, token: fields.text("auth.token") ?? "" };
  return {
    type,
    username: fields.text("auth.username") ?? "",
    password: fields.text("auth.password") ?? "",
  };
}

/** The step in row `row`. */
export function readStep(
  fields: Fields,
  row: number,
  statusesOf: (text: string) => (number | string)[],
): object {
  const part = (name: string) => fields.text(`steps.${row}.${name}`);
  const [status, contains] = [part("status"), part("contains")];
  return {
    name: part("name") ?? `Step ${row + 2}`,
    url: part("url")?.trim() ?? "",
    method: part("method") ?? "GET",
    headers: Object.fromEntries(lines(part("headers")).map(headerOf)),
    body: part("body") ?? null,
    assertions: [
      ...(status === undefined ? [] : [{ type: "status", in: statusesOf(status) }]),
      ...(contains === undefined ? [] : [{ type: "body_contains", value: contains }]),
    ],
    extract: readExtractions(part("extract")),
  };
}

function headerOf(line: string): [string, string] {
  const at = line.indexOf(":");
  return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}
