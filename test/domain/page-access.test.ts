import { describe, expect, it } from "vitest";
import { isWithin } from "@/lib/domain/page-access";

describe("R6.3 the networks that a page is for", () => {
  it("are told from others by address, whatever clothing it comes in", () => {
    const cidrs = ["198.51.100.0/24", "2001:db8::/32"];
    for (const address of ["198.51.100.7", "::ffff:198.51.100.7", "2001:db8::1"])
      expect([address, isWithin(address, cidrs)]).toEqual([address, true]);
    for (const address of ["198.51.101.7", "2001:db9::1", "", "garbage"])
      expect([address, isWithin(address, cidrs)]).toEqual([address, false]);
  });

  it("are read once and not for every visitor, whom the time would tell how long the list is", () => {
    let reads = 0;
    const list = Array.from({ length: 200 }, (_, each) => `198.51.${each}.0/24`);
    const watched = new Proxy(list, {
      get(target, name, receiver) {
        reads += 1;
        return Reflect.get(target, name, receiver);
      },
    });
    expect(isWithin("203.0.113.7", watched)).toBe(false);
    expect(reads).toBeGreaterThan(0);
    reads = 0;
    expect([isWithin("203.0.113.7", watched), isWithin("198.51.9.1", watched)]).toEqual([false, true]);
    expect(reads).toBe(0);
  });
});
