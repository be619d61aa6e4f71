import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slugInput } from "@/lib/domain/organization";
import { localPath } from "@/lib/domain/sign-in";

describe("where signing in leads", () => {
  it.each([
    "//evil.test",
    "/\\evil.test",
    "https://evil.test",
    "evil",
    "",
    "/a\\b",
    "/\t/evil.test",
    "/ä",
    null,
  ])("is home instead of %j", (path) => {
    expect(localPath(path)).toBe("/");
  });

  it("is the path asked for, with its query", () => {
    expect(localPath("/acme/monitors?q=a%20b#c")).toBe("/acme/monitors?q=a%20b#c");
  });

  it("never leaves our origin, whatever was asked", () => {
    const part = fc.constantFrom("/", "\\", ".", "@", ":", "evil.test", "\t", "\n", "?", "#", "%2f", "a");
    const path = fc.array(part).map((parts) => `/${parts.join("")}`);
    fc.assert(
      fc.property(
        path,
        (text) => new URL(localPath(text), "https://ours.test").origin === "https://ours.test",
      ),
    );
  });
});

describe("slugs", () => {
  it.each(["acme", "a", "a-1", "demo", "0".repeat(40)])("take %s", (slug) => {
    expect(slugInput.safeParse(slug).success).toBe(true);
  });

  it.each([
    "",
    "-a",
    "a-",
    "Acme",
    "a_b",
    "ä",
    "a".repeat(41),
    "api",
    "status",
    "sign-in",
    "outbox",
    "_next",
  ])("refuse %j", (slug) => {
    expect(slugInput.safeParse(slug).success).toBe(false);
  });
});
