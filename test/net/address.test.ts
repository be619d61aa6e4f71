import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { addressPolicy, mayReach } from "@/lib/net/address";

const closed = addressPolicy([]);

describe("DESIGN §4: which addresses a check may reach", () => {
  it.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::10.0.0.1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "::ffff:169.254.169.254",
    "::ffff:0:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:a00:1::",
    "2002:7f00:1::",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
  ])("refuses %s", (address) => {
    expect(mayReach(address, 80, closed)).toBe(false);
  });

  it.each(["1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"])(
    "lets %s through",
    (address) => {
      expect(mayReach(address, 443, closed)).toBe(true);
    },
  );

  it.each(["", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4.5", "[::1]", "1.1.1.1 "])(
    "refuses %j, which is no address literal",
    (text) => {
      expect(mayReach(text, 80, closed)).toBe(false);
    },
  );

  it("opens the blocks an operator names, in every spelling of their addresses, and nothing beside them", () => {
    const policy = addressPolicy(["10.1.0.0/16", "fd00::/8"]);
    expect(mayReach("10.1.2.3", 80, policy)).toBe(true);
    expect(mayReach("::ffff:10.1.2.3", 80, policy)).toBe(true);
    expect(mayReach("fd12::1", 80, policy)).toBe(true);
    expect(mayReach("10.2.0.1", 80, policy)).toBe(false);
    expect(mayReach("127.0.0.1", 80, policy)).toBe(false);
  });

  it("opens one door without opening the next port or address", () => {
    const policy = addressPolicy([], ["127.0.0.1:4010", "[::1]:4010"]);
    expect(mayReach("127.0.0.1", 4010, policy)).toBe(true);
    expect(mayReach("::1", 4010, policy)).toBe(true);
    expect(mayReach("127.0.0.1", 4011, policy)).toBe(false);
    expect(mayReach("127.0.0.2", 4010, policy)).toBe(false);
  });

  it("refuses every IPv4 address that is not unicast, plain and mapped", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (octets) => {
        const ip = new ipaddr.IPv4([...octets]);
        const special = ip.range() !== "unicast";
        if (!special) return;
        for (const spelling of [ip.toString(), ip.toIPv4MappedAddress().toString(), `::ffff:${ip}`]) {
          expect(mayReach(spelling, 80, closed)).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("refuses every IPv6 address that is not global unicast, short and long", () => {
    const part = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    const prefix = fc.constantFrom(
      0,
      0x64,
      0x100,
      0x2001,
      0x2002,
      0x3fff,
      0x5f00,
      0xfc00,
      0xfe80,
      0xfec0,
      0xff02,
    );
    fc.assert(
      fc.property(prefix, fc.array(part, { minLength: 7, maxLength: 7 }), (head, rest) => {
        const ip = new ipaddr.IPv6([head, ...rest]);
        const special = ip.range() !== "unicast" || head < 0x2000 || head > 0x3fff;
        if (!special || ip.isIPv4MappedAddress()) return;
        for (const spelling of [ip.toString(), ip.toNormalizedString(), long(ip)]) {
          expect(mayReach(spelling, 80, closed)).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

function long(ip: ipaddr.IPv6): string {
  return ip.parts.map((part) => part.toString(16).padStart(4, "0").toUpperCase()).join(":");
}
