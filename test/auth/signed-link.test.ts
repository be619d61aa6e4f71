import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idFrom } from "@/lib/domain/ids";
import { linkToken, preferencesAddress, readLinkToken, unsubscribeBeside } from "@/lib/signed-link";

const id = (seed: number) => idFrom("subscriber", 1_790_000_000_000, new Uint8Array(16).fill(seed));
const organizationId = idFrom("organization", 1_790_000_000_000, new Uint8Array(16).fill(3));

describe("links of a recipient", () => {
  it("name their holder and nobody else", () => {
    const holder = { organizationId, id: id(1), generation: 1 };
    expect(readLinkToken(linkToken(holder))).toEqual(holder);
    expect(unsubscribeBeside(preferencesAddress(holder))).toContain(
      `/subscription/${linkToken(holder)}/unsubscribe`,
    );
  });

  it("are worthless with another holder, another generation or another organization put in", () => {
    const token = linkToken({ organizationId, id: id(1), generation: 1 });
    const [organization = "", subscriber = "", generation = "", signature = ""] = token.split(".");
    for (const forged of [
      [organization, id(2), generation, signature],
      [organization, subscriber, "2", signature],
      ["0".repeat(26), subscriber, generation, signature],
      [organization, subscriber, `0${generation}`, signature],
    ])
      expect(readLinkToken(forged.join("."))).toBeNull();
  });

  it("say nothing to whoever sends any other text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readLinkToken(text)).toBeNull();
      }),
    );
  });
});
