import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseEnv, variableNames } from "@/lib/env";

test(".env.example lists exactly the variables that are read", () => {
  const listed = readFileSync(".env.example", "utf8").matchAll(/^#? ?([A-Z][A-Z_]+)=/gm);
  expect([...listed].map((match) => match[1]).sort()).toEqual([...variableNames].sort());
});

test("an empty environment is usable and keeps to this machine", () => {
  const given = parseEnv({});
  expect(given).toMatchObject({
    port: 3000,
    databaseUrl: null,
    publicUrl: "http://127.0.0.1:3000",
    role: "all",
  });
  expect(given.publicUrlGiven).toBe(false);
  expect(given.dataDir.endsWith("/.data")).toBe(true);
});

test("an empty value counts as absent", () => {
  expect(parseEnv({ PORT: "", AUTH_SECRET: " " })).toMatchObject({ port: 3000, authSecret: null });
});

test.each([
  ["PORT", "http"],
  ["PORT", "70000"],
  ["DATABASE_URL", "mysql://x/y"],
  ["PROBITY_PUBLIC_URL", "status.example.com"],
  ["AUTH_SECRET", "short"],
  ["PROBITY_ENCRYPTION_KEY", "c2hvcnQ="],
  ["PROBITY_SIGNING_KEY", "not a key"],
  ["PROBITY_TRUSTED_PROXIES", "10.0.0.0/8, nonsense"],
  ["PROBITY_ROLE", "boss"],
  ["LOG_LEVEL", "loud"],
])("a bad %s (%s) is refused by name", (name, value) => {
  expect(() => parseEnv({ [name]: value })).toThrow(name);
});

test("every bad variable gets its sentence at once", () => {
  expect(() => parseEnv({ PORT: "x", PROBITY_SEED: "some" })).toThrow(/PORT[\s\S]*PROBITY_SEED/);
});

test("an RSA key is no signing key", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  expect(() => parseEnv({ PROBITY_SIGNING_KEY: pem })).toThrow("Ed25519");
});

test("a signing key is taken as PEM, as PEM on one line, and as base64", () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const der = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
  for (const text of [pem, pem.replaceAll("\n", "\\n"), der])
    expect(parseEnv({ PROBITY_SIGNING_KEY: text }).signingKey?.equals(privateKey)).toBe(true);
});

test("lone addresses become blocks of one", () => {
  const given = parseEnv({ PROBITY_ALLOW_PRIVATE_TARGETS: "10.0.0.0/8, 127.0.0.1 ::1" });
  expect(given.allowPrivateTargets).toEqual(["10.0.0.0/8", "127.0.0.1/32", "::1/128"]);
});

test("two e-mail senders exclude each other, and one needs a From", () => {
  const sender = { RESEND_API_KEY: "re_1", EMAIL_FROM: "A <a@a.test>" };
  expect(parseEnv(sender).resendApiKey).toBe("re_1");
  expect(() => parseEnv({ ...sender, SMTP_URL: "smtp://mail.test" })).toThrow("exclude");
  expect(() => parseEnv({ RESEND_API_KEY: "re_1" })).toThrow("EMAIL_FROM");
});
