import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readProvider } from "@/lib/providers";
import { spoken } from "./spoken";

type Case = { name: string; document: unknown; expected: ReturnType<typeof spoken> & { format: string } };

/** Documents as providers could write them, with what a careful person reads in them at noon of 2026-11-20. */
const cases: Case[] = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../fixtures/provider-variants/variants.json"), "utf8"),
);
const observedAt = Date.parse("2026-11-20T12:00:00Z");

function read({ document }: Case) {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return readProvider({ bytes: Buffer.from(text), observedAt });
}

describe("documents nobody has sent yet", () => {
  it.each(cases.map((each) => [each.name, each] as const))("%s", (_, each) => {
    const reading = read(each);
    expect(reading.parseError).toBe(false);
    expect({ format: reading.format, ...spoken(reading) }).toEqual(each.expected);
  });
});
