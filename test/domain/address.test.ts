import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressInput, addressKey, loginAddressInput } from "@/lib/domain/address";

describe("R7.1 address_key", () => {
  it("keeps the local part as given and lower-cases the domain as A-label", () => {
    expect(addressKey("Ana.B@EXAMPLE.com")).toBe("Ana.B@example.com");
    expect(addressKey("ana@BÜCHER.example")).toBe("ana@xn--bcher-kva.example");
  });

  it("is its own key", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => addressKey(addressKey(address)) === addressKey(address)),
    );
  });
});

describe("addresses at the door", () => {
  it("take what can be written to", () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: "small" }), (address) => addressInput.safeParse(address).success),
    );
    expect(loginAddressInput.parse("  Ana@Example.COM ")).toBe("ana@example.com");
    expect(addressInput.safeParse("ana@localhost").success).toBe(true);
  });

  it.each([
    ["", "nothing"],
    ["ana", "no domain"],
    ["@example.com", "no local part"],
    ["ana@exa mple.com", "a space"],
    ["ana@example.com,ben@example.com", "two addresses"],
    ["Ana <ana@example.com>", "a name"],
    ["ana@127.0.0.1", "an address literal"],
    ["ana@0x7f000001", "a number"],
    ["ana@user:pass@evil.test", "a user"],
    ["ana@example.com/path", "a path"],
    ["ana@example.com\r\nBcc: x@y.test", "a header"],
    [`${"a".repeat(65)}@example.com`, "a long local part"],
  ])("refuse %j: %s", (address) => {
    expect(addressInput.safeParse(address).success).toBe(false);
  });
});
