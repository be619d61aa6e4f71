import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { addressPolicy } from "@/lib/net/address";
import { decodeAnswer, encodeQuery } from "@/lib/probes/dns-message";
import { ipv4, serveDns, txt, wireName } from "./dns-server";
import { checkOther, closeAll, closedPolicy, serve } from "./rig";

afterAll(closeAll);

const check = (settings: object, changes: object = {}) =>
  checkOther("dns", "www.example.com", { settings, ...changes });

describe("a dns check", () => {
  it("is up when the name has the record, and keeps what was answered", async () => {
    const server = await serveDns(() => ({ records: [ipv4("192.0.2.7"), ipv4("192.0.2.3")] }));
    const outcome = await check({ server: server.address });
    expect(outcome).toMatchObject({ verdict: "up", findings: { records: ["192.0.2.3", "192.0.2.7"] } });
    expect(server.asked).toEqual(["udp"]);
  });

  it.each([
    ["exact", ["192.0.2.3", "192.0.2.7"], true],
    ["exact", ["192.0.2.3"], false],
    ["contains", ["192.0.2.3"], true],
    ["contains", ["192.0.2.9"], false],
    ["any", ["192.0.2.9", "192.0.2.7"], true],
  ])("compares sets: %s %j is %s", async (match, expected, ok) => {
    const server = await serveDns(() => ({ records: [ipv4("192.0.2.7"), ipv4("192.0.2.3")] }));
    const outcome = await check({ server: server.address, expect: expected, match });
    expect(outcome).toMatchObject({ ok, failure: ok ? null : "unexpected_answer" });
  });

  it("reads every record type in the words of zone files", async () => {
    const soa = Buffer.concat([
      wireName("ns.example.com"),
      wireName("root.example.com"),
      Buffer.alloc(20, 1),
    ]);
    const number = (...shorts: number[]) => Buffer.from(shorts.flatMap((short) => [short >> 8, short & 255]));
    const cases: [string, number, Buffer, string][] = [
      ["AAAA", 28, Buffer.from("20010db8000000000000000000000001", "hex"), "2001:db8::1"],
      ["CNAME", 5, wireName("Alias.example.com"), "alias.example.com."],
      ["NS", 2, wireName("ns1.example.com"), "ns1.example.com."],
      ["MX", 15, Buffer.concat([number(10), wireName("mx.example.com")]), "10 mx.example.com."],
      ["TXT", 16, txt("v=spf1 ", "-all")[1], "v=spf1 -all"],
      ["SRV", 33, Buffer.concat([number(1, 2, 443), wireName("a.example.com")]), "1 2 443 a.example.com."],
      [
        "CAA",
        257,
        Buffer.concat([Buffer.from([0, 5]), Buffer.from("issueca.example")]),
        '0 issue "ca.example"',
      ],
      ["SOA", 6, soa, `ns.example.com. root.example.com. ${Array(5).fill(0x01010101).join(" ")}`],
    ];
    for (const [record, type, data, text] of cases) {
      const server = await serveDns(() => ({ records: [[type, data]] }));
      expect(await check({ server: server.address, record })).toMatchObject({
        findings: { records: [text] },
      });
    }
  });

  it("asks over TCP when the answer does not fit a datagram", async () => {
    const server = await serveDns(({ over }) =>
      over === "udp" ? { truncated: true } : { records: [ipv4("192.0.2.1")] },
    );
    expect(await check({ server: server.address })).toMatchObject({ verdict: "up" });
    expect(server.asked).toEqual(["udp", "tcp"]);
  });

  it("wants the validated flag where DNSSEC is asked for", async () => {
    const plain = await serveDns(() => ({ records: [ipv4("192.0.2.1")] }));
    const signed = await serveDns(() => ({ records: [ipv4("192.0.2.1")], authentic: true }));
    expect(await check({ server: plain.address, dnssec: true })).toMatchObject({
      failure: "assertion_failed",
    });
    expect(await check({ server: signed.address, dnssec: true })).toMatchObject({ verdict: "up" });
  });

  it.each([
    ["dns_not_found", { code: 3 }],
    ["dns_failed", { code: 2 }],
    ["dns_failed", { code: 5 }],
    ["dns_not_found", { records: [] }],
  ])("says %s for %j", async (failure, reply) => {
    const server = await serveDns(() => reply);
    expect(await check({ server: server.address })).toMatchObject({ failure, suspect: false });
  });

  it("waits for an answer to its own question: forged ids and garbage are no answers", async () => {
    const server = await serveDns(({ bytes }) => ({
      raw: Buffer.concat([Buffer.from([1, 2]), bytes.subarray(2)]),
    }));
    const garbage = await serveDns(() => ({ raw: Buffer.from("hello") }));
    for (const { address } of [server, garbage])
      expect(await check({ server: address }, { timeoutMs: 300 })).toMatchObject({ failure: "read_timeout" });
  });

  it("never asks a server inside a private network", async () => {
    const server = await serveDns(() => ({ records: [ipv4("192.0.2.1")] }));
    const deps = { policy: closedPolicy };
    expect(await check({ server: server.address }, { deps })).toMatchObject({ failure: "private_address" });
    expect(server.asked).toEqual([]);
  });

  it("does not tell what the machine's own resolver knows of its inner network", async () => {
    const server = await serveDns(() => ({ records: [ipv4("10.1.2.3")] }));
    const deps = { policy: addressPolicy([]), nameServers: [server.address] };
    const outcome = await check({}, { deps });
    expect(outcome).toMatchObject({ failure: "private_address", detail: null });
    expect(JSON.stringify(outcome)).not.toContain("10.1.2.3");
  });

  it("asserts how long the registration runs, as RDAP says", async () => {
    const server = await serveDns(() => ({ records: [ipv4("192.0.2.1")] }));
    const events = [{ eventAction: "expiration", eventDate: "2026-03-01T00:00:00Z" }];
    const rdap = await serve((_, response) => response.end(JSON.stringify({ events })));
    const now = () => Date.parse("2026-02-01T00:00:00Z");
    const ask = (days: number, path: string) =>
      check(
        { server: server.address, rdap_url: `${rdap}/${path}/` },
        { deps: { now }, assertions: [{ type: "domain_days_left", at_least: days }] },
      );
    expect(await ask(28, "a")).toMatchObject({ verdict: "up" });
    expect(await ask(29, "b")).toMatchObject({
      failure: "assertion_failed",
      detail: "the registration ends in 28 days, fewer than 29",
    });
  });
});

describe("the DNS codec", () => {
  it("never throws and never loops, whatever comes", () => {
    const header = Buffer.from("00018180000100020000000003777777076578616d706c6503636f6d0000010001", "hex");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, isHeaded) => {
        decodeAnswer(isHeaded ? Buffer.concat([header, bytes]) : Buffer.from(bytes));
      }),
    );
  });

  it("refuses names whose pointers run in circles", () => {
    const query = encodeQuery(1, "a.example", 1, false);
    const loop = Buffer.from(query);
    loop.writeUInt16BE(0x8180, 2);
    loop.writeUInt16BE(0xc00c, 12);
    expect(decodeAnswer(loop)).toBeNull();
  });
});
