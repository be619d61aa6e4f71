import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { extendEnv } from "@/lib/env";

// Runs before each test file is loaded: the file's product modules meet an empty, migrated database of its own.
const url = new URL(inject("postgresUrl"));
const name = `test_${randomUUID().replaceAll("-", "")}`;
const admin = postgres(url.href, { max: 1, onnotice: () => {} });
await admin.unsafe(`create database ${name} template ${inject("templateDatabase")}`);
await admin.end();
url.pathname = `/${name}`;
extendEnv({ DATABASE_URL: url.href, PROBITY_EMBEDDED: "1" });
