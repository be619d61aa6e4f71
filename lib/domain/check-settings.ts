import { z } from "zod";
import { cronComplaint } from "./cron";
import { extraction, stepInput } from "./journey";
import { patternComplaint } from "./pattern";
import { bodyInput, headersInput, httpMethod } from "./request-input";
import { hostPortComplaint, nameComplaint } from "./target";
import { isZone } from "./zone";

/** Kinds of synthetic check. A heartbeat is awaited, every other kind is run by a probe. */
export const checkTypes = ["http", "tcp", "dns", "tls", "icmp", "heartbeat"] as const;
export type CheckType = (typeof checkTypes)[number];
export type ProbeType = Exclude<CheckType, "heartbeat">;
export const probeTypes = checkTypes.filter((type): type is ProbeType => type !== "heartbeat");

const pem = (label: RegExp, what: string) =>
  z
    .string()
    .max(32_000)
    .refine((text) => label.test(text), `must be ${what} in PEM form, beginning with -----BEGIN`);
const certificatePem = pem(/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/, "a certificate");
const keyPem = pem(
  /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----[\s\S]+-----END (?:RSA |EC )?PRIVATE KEY-----/,
  "an unencrypted private key",
);
/** A masked secret on its way back; what it stands for was checked when it was first given. */
const masked = z.literal("********");

/** Which family of addresses to connect to; `any` tries what the name has. */
const ipVersion = z.enum(["any", "4", "6"]).default("any");

const auth = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("basic"),
    username: z
      .string()
      .max(200)
      .regex(/^[^:\p{Cc}]*$/u, "must not contain a colon"),
    password: z.string().max(1_000),
  }),
  z.strictObject({
    type: z.literal("bearer"),
    token: z
      .string()
      .min(1)
      .max(4_000)
      .regex(/^[\x21-\x7e]+$/, "must be printable ASCII"),
  }),
]);
const clientCertificate = z.strictObject({ certificate: certificatePem, key: z.union([keyPem, masked]) });

/**
 * Settings of an `http` check. The user's headers, credentials and certificate go only to the target's own origin,
 * never along a redirect to another. `steps` follow the first request as one journey, carrying what was extracted.
 */
export const httpSettings = z
  .strictObject({
    method: httpMethod.default("GET"),
    headers: headersInput.default({}),
    body: bodyInput.nullable().default(null),
    follow_redirects: z.boolean().default(true),
    max_redirects: z.int().min(0).max(20).default(5),
    max_body_bytes: z.int().min(1_000).max(8_000_000).default(1_000_000),
    verify_tls: z.boolean().default(true),
    http_version: z.enum(["1.1", "2", "auto"]).default("1.1"),
    ip_version: ipVersion,
    auth: auth.nullable().default(null),
    client_certificate: clientCertificate.nullable().default(null),
    /** Trusted instead of the public authorities. */
    ca: certificatePem.nullable().default(null),
    extract: z.array(extraction).max(10).default([]),
    steps: z.array(stepInput).max(10).default([]),
  })
  .meta({ id: "HttpSettings" });
export type HttpSettings = z.infer<typeof httpSettings>;

const pattern = z
  .string()
  .min(1)
  .max(500)
  .superRefine((text, ctx) => {
    const message = patternComplaint(text);
    if (message !== null) ctx.addIssue({ code: "custom", message });
  });

/** Settings of a `tcp` check: without `send` and `expect` the port answers or it does not. */
export const tcpSettings = z
  .strictObject({
    /** Upgraded to TLS by the protocol's own command (RFC 3207, 2595, 4217). */
    starttls: z.enum(["smtp", "imap", "pop3", "ftp", "postgres"]).nullable().default(null),
    verify_tls: z.boolean().default(true),
    /** Sent once connected; \r, \n, \t, \0 and \xHH stand for their bytes. */
    send: z.string().max(4_000).nullable().default(null),
    /** Searched for in what comes back, up to 64 kB. */
    expect: pattern.nullable().default(null),
    ip_version: ipVersion,
  })
  .meta({ id: "TcpSettings" });
export type TcpSettings = z.infer<typeof tcpSettings>;

export const recordTypes = ["A", "AAAA", "CNAME", "MX", "TXT", "NS", "SOA", "SRV", "CAA"] as const;
export type RecordType = (typeof recordTypes)[number];

const nameServer = z
  .string()
  .max(300)
  .superRefine((text, ctx) => {
    const bad = hostPortComplaint(text) !== null && hostPortComplaint(`${text}:53`) !== null;
    if (bad) ctx.addIssue({ code: "custom", message: "must be an address or name, with :port if not 53" });
  });

/** Settings of a `dns` check. Without `expect` any record of the type will do. */
export const dnsSettings = z
  .strictObject({
    record: z.enum(recordTypes).default("A"),
    /** Asked instead of the probe's own resolver. */
    server: nameServer.nullable().default(null),
    expect: z.array(z.string().trim().min(1).max(300)).max(50).default([]),
    /** `exact`: these and no others; `contains`: these among others; `any`: one of these. */
    match: z.enum(["exact", "contains", "any"]).default("exact"),
    /** The resolver must have validated the answer (RFC 4035: the AD bit). */
    dnssec: z.boolean().default(false),
    /** Where `domain_days_left` asks; the domain is appended. */
    rdap_url: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .default("https://rdap.org/domain/"),
  })
  .meta({ id: "DnsSettings" });
export type DnsSettings = z.infer<typeof dnsSettings>;

/** Settings of a `tls` check. */
export const tlsSettings = z
  .strictObject({
    /** The name asked for and proven, where it is not the target's host. */
    server_name: z
      .string()
      .max(255)
      .refine((text) => nameComplaint(text) === null, "must be a host name")
      .nullable()
      .default(null),
    min_version: z.enum(["1.2", "1.3"]).default("1.2"),
    verify: z.boolean().default(true),
    ca: certificatePem.nullable().default(null),
    /** What a stapled OCSP answer must say (RFC 6066 §8). */
    ocsp: z.enum(["ignore", "if_stapled", "required"]).default("if_stapled"),
    starttls: tcpSettings.shape.starttls,
    ip_version: ipVersion,
  })
  .meta({ id: "TlsSettings" });
export type TlsSettings = z.infer<typeof tlsSettings>;

/** Settings of an `icmp` check: up when at least one of `packets` echo requests is answered. */
export const icmpSettings = z
  .strictObject({ packets: z.int().min(1).max(5).default(1), ip_version: ipVersion })
  .meta({ id: "IcmpSettings" });
export type IcmpSettings = z.infer<typeof icmpSettings>;

/**
 * A heartbeat is due every interval, or at the times of `cron` in `timezone`, and late after `grace_seconds` more
 * (RULES R3.4).
 */
export const heartbeatSettings = z
  .strictObject({
    grace_seconds: z.int().min(0).max(86_400).default(30),
    cron: z
      .string()
      .trim()
      .max(100)
      .superRefine((text, ctx) => {
        const message = cronComplaint(text);
        if (message !== null) ctx.addIssue({ code: "custom", message });
      })
      .nullable()
      .default(null),
    timezone: z.string().refine(isZone, "must be an IANA time zone such as Europe/Berlin").default("UTC"),
  })
  .meta({ id: "HeartbeatSettings" });
export type HeartbeatSettings = z.infer<typeof heartbeatSettings>;

/** Settings by kind, in the shape of the door: what is parsed is what is stored and what a probe reads. */
export const settingsByType = {
  http: httpSettings,
  tcp: tcpSettings,
  dns: dnsSettings,
  tls: tlsSettings,
  icmp: icmpSettings,
  heartbeat: heartbeatSettings,
} as const;
export type SettingsOf = { [T in CheckType]: z.infer<(typeof settingsByType)[T]> };
export type CheckSettings = SettingsOf[CheckType];
