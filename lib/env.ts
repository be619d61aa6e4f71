import { createPrivateKey, type KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";

/** What the process was told by its environment; every optional service has a working default or is null. */
export type Env = {
  port: number;
  /** The Postgres that web, worker and commands use. Null until the supervisor has started the embedded one. */
  databaseUrl: string | null;
  /** Past any transaction pooler; only the job queue uses it. Equals `databaseUrl` unless set. */
  databaseDirectUrl: string | null;
  /** Absolute folder of the embedded database, the secrets made for it, and bytes kept for a stopped database. */
  dataDir: string;
  /** Where browsers reach the app, without a trailing slash. */
  publicUrl: string;
  /** Whether `publicUrl` was set by a person; without it an embedded app answers on this machine only. */
  publicUrlGiven: boolean;
  authSecret: string | null;
  /** 32 bytes. */
  encryptionKey: Uint8Array | null;
  /** Ed25519 private key. */
  signingKey: KeyObject | null;
  /** CIDR blocks whose `X-Forwarded-*` headers are believed. */
  trustedProxies: readonly string[];
  metricsToken: string | null;
  resendApiKey: string | null;
  resendBaseUrl: string;
  resendWebhookSecret: string | null;
  smtpUrl: string | null;
  emailFrom: string;
  /** CIDR blocks that checks may reach although they are private. */
  allowPrivateTargets: readonly string[];
  seed: "demo" | "none";
  role: "all" | "web" | "worker";
  /** A folder or `s3://bucket/prefix` that gets a copy of each publication. */
  mirror: string | null;
  logLevel: (typeof logLevels)[number];
  /** The database is the one in the data dir, started by this product. */
  embedded: boolean;
  /** Which loopback port the demo's own target listens on; the supervisor sets it for its children. */
  demoTargetPort: number | null;
};

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const secret = z.string().min(32, "must be at least 32 characters long; `openssl rand -base64 32` makes one");
const port = z.coerce.number("must be a port number").int().min(1).max(65_535);
const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
  .transform((text) => text.replace(/\/+$/, ""));
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must look like postgres://user:password@host:5432/database",
});

/** Every variable of the outside contract; `.env.example` lists exactly these. */
const contract = z.object({
  PORT: port.default(3000),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  PROBITY_DATA_DIR: z.string().default(".data"),
  PROBITY_PUBLIC_URL: httpUrl.optional(),
  AUTH_SECRET: secret.optional(),
  PROBITY_ENCRYPTION_KEY: z.string().transform(readEncryptionKey).optional(),
  PROBITY_SIGNING_KEY: z.string().transform(readSigningKey).optional(),
  PROBITY_TRUSTED_PROXIES: z.string().default("").transform(readBlocks),
  METRICS_TOKEN: z.string().min(16, "must be at least 16 characters long").optional(),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: httpUrl.default("https://api.resend.com"),
  RESEND_WEBHOOK_SECRET: z.string().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must look like smtp://user:password@host:587" }).optional(),
  EMAIL_FROM: z.string().optional(),
  PROBITY_ALLOW_PRIVATE_TARGETS: z.string().default("").transform(readBlocks),
  PROBITY_SEED: z.enum(["demo", "none"], 'must be "demo" or "none"').default("demo"),
  PROBITY_ROLE: z.enum(["all", "web", "worker"], 'must be "all", "web" or "worker"').default("all"),
  PROBITY_MIRROR: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
});

/** What the supervisor hands to the processes it starts; nobody else sets these. */
const internal = z.object({
  PROBITY_EMBEDDED: z.literal("1").optional(),
  PROBITY_DEMO_TARGET_PORT: port.optional(),
});

const schema = contract.extend(internal.shape).superRefine((given, context) => {
  const complain = (name: string, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  if (given.DATABASE_DIRECT_URL && !given.DATABASE_URL)
    complain("DATABASE_DIRECT_URL", "needs DATABASE_URL beside it; both name the same database");
  if (given.RESEND_API_KEY && given.SMTP_URL)
    complain("SMTP_URL", "and RESEND_API_KEY exclude each other; keep one of them");
  if ((given.RESEND_API_KEY || given.SMTP_URL) && !given.EMAIL_FROM)
    complain("EMAIL_FROM", "must name the sender of e-mails, for example Acme Status <status@acme.com>");
});

/** Names of the variables of the outside contract, for the test that compares them with `.env.example`. */
export const variableNames: readonly string[] = Object.keys(contract.shape);

/**
 * Reads an environment; an empty value counts as absent. Throws one `Error` whose message has a sentence per
 * bad variable.
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
    throw new Error(`The environment is not usable.\n  ${sentences.join("\n  ")}`);
  }
  return shape(parsed.data);
}

let memo: Env | undefined;

/** This process's environment, read and checked at the first call. */
export function env(): Env {
  memo ??= parseEnv(process.env);
  return memo;
}

/** How to make each value that has no default outside the embedded set-up. */
const remedies = {
  databaseUrl: "Set DATABASE_URL to a Postgres 15 or newer, or run `npm start`, which brings its own.",
  databaseDirectUrl: "Set DATABASE_DIRECT_URL or DATABASE_URL.",
  authSecret: "Set AUTH_SECRET; `openssl rand -base64 32` makes one.",
  encryptionKey: "Set PROBITY_ENCRYPTION_KEY; `openssl rand -base64 32` makes one.",
  signingKey: "Set PROBITY_SIGNING_KEY; `openssl genpkey -algorithm ed25519` makes one.",
} as const;

/** A value that the caller cannot do without; throws a sentence that names the variable and how to make it. */
export function required<Name extends keyof typeof remedies>(name: Name): NonNullable<Env[Name]> {
  const value = env()[name];
  if (value === null) throw new Error(remedies[name]);
  return value;
}

/** Reads `.env` of the working directory if there is one; what the environment already says wins. */
export function loadDotEnv(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

/** Adds to this process's environment (a command that found the embedded database; a test's own database). */
export function extendEnv(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values);
  memo = undefined;
}

/** The environment for a child process: ours and `values`, an undefined value taking the variable away. */
export function childEnv(values: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return { ...process.env, ...values };
}

function shape(given: z.infer<typeof schema>): Env {
  const databaseUrl = given.DATABASE_URL ?? null;
  return {
    port: given.PORT,
    databaseUrl,
    databaseDirectUrl: given.DATABASE_DIRECT_URL ?? databaseUrl,
    dataDir: isAbsolute(given.PROBITY_DATA_DIR) ? given.PROBITY_DATA_DIR : resolve(given.PROBITY_DATA_DIR),
    publicUrl: given.PROBITY_PUBLIC_URL ?? `http://127.0.0.1:${given.PORT}`,
    publicUrlGiven: given.PROBITY_PUBLIC_URL !== undefined,
    authSecret: given.AUTH_SECRET ?? null,
    encryptionKey: given.PROBITY_ENCRYPTION_KEY ?? null,
    signingKey: given.PROBITY_SIGNING_KEY ?? null,
    trustedProxies: given.PROBITY_TRUSTED_PROXIES,
    metricsToken: given.METRICS_TOKEN ?? null,
    resendApiKey: given.RESEND_API_KEY ?? null,
    resendBaseUrl: given.RESEND_BASE_URL,
    resendWebhookSecret: given.RESEND_WEBHOOK_SECRET ?? null,
    smtpUrl: given.SMTP_URL ?? null,
    emailFrom: given.EMAIL_FROM ?? "Probity <no-reply@localhost>",
    allowPrivateTargets: given.PROBITY_ALLOW_PRIVATE_TARGETS,
    seed: given.PROBITY_SEED,
    role: given.PROBITY_ROLE,
    mirror: given.PROBITY_MIRROR ?? null,
    logLevel: given.LOG_LEVEL,
    embedded: given.PROBITY_EMBEDDED === "1",
    demoTargetPort: given.PROBITY_DEMO_TARGET_PORT ?? null,
  };
}

function readEncryptionKey(text: string, context: z.RefinementCtx): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 32)
    context.addIssue({
      code: "custom",
      message: "must be 32 bytes in base64; `openssl rand -base64 32` makes one",
    });
  return bytes;
}

/** PEM, or the base64 inside it (PKCS#8 DER), so that it fits on one line of a `.env` file. */
function readSigningKey(text: string, context: z.RefinementCtx): KeyObject {
  try {
    const key = text.includes("-----")
      ? createPrivateKey(text.replaceAll("\\n", "\n"))
      : createPrivateKey({ key: Buffer.from(text, "base64"), format: "der", type: "pkcs8" });
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Not a key at all: the same sentence as for a key of another kind.
  }
  context.addIssue({
    code: "custom",
    message:
      "must be an Ed25519 private key (PEM, or PKCS#8 in base64); `openssl genpkey -algorithm ed25519` makes one",
  });
  return z.NEVER;
}

/** `10.0.0.0/8, ::1` → CIDR blocks; a lone address is a block of one. */
function readBlocks(text: string, context: z.RefinementCtx): string[] {
  const blocks: string[] = [];
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    if (ipaddr.isValidCIDR(word)) blocks.push(word);
    else if (ipaddr.isValid(word)) blocks.push(`${word}/${ipaddr.parse(word).kind() === "ipv4" ? 32 : 128}`);
    else
      context.addIssue({
        code: "custom",
        message: `must be addresses or CIDR blocks separated by commas; "${word}" is neither`,
      });
  }
  return blocks;
}
