import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { extendEnv } from "@/lib/env";
import { hashToken, newToken, open, seal } from "@/lib/secret";
import { testSecrets } from "../environment";

afterEach(() => extendEnv(testSecrets));

describe("sealing a field", () => {
  it("opens to exactly the text that was sealed", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => open(seal(text)) === text));
  });

  it("shows nothing of the text and never twice the same", () => {
    const sealed = seal("Bearer abcdefgh");
    expect(sealed).not.toContain("abcdefgh");
    expect(seal("Bearer abcdefgh")).not.toBe(sealed);
  });

  it("refuses a value of which any byte was changed", () => {
    const sealed = seal("secret");
    const at = sealed.lastIndexOf(".") + 3;
    const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    expect(() => open(changed)).toThrow();
  });

  it("says that the key is another one, rather than that the value is broken", () => {
    const sealed = seal("secret");
    extendEnv({ PROBITY_ENCRYPTION_KEY: Buffer.alloc(32, 8).toString("base64") });
    expect(() => open(sealed)).toThrow(/another PROBITY_ENCRYPTION_KEY/);
  });
});

describe("R8.3 tokens", () => {
  it("carry 256 bits and are looked up by SHA-256", () => {
    const token = newToken("pb_");
    expect(token).toMatch(/^pb_[\w-]{43}$/);
    expect(hashToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(newToken("pb_")).not.toBe(token);
  });
});
