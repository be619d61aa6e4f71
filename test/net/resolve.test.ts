import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterAll, describe, expect, it } from "vitest";
import { parseHosts, systemResolve } from "@/lib/net/resolve";

describe("the machine's resolver", () => {
  it("reads the hosts file: several names a line, several lines a name, comments, any case", () => {
    const hosts = parseHosts(
      "127.0.0.1 localhost\n10.0.0.5\tDB db.internal # primary\n# 1.1.1.1 no\n::5 db\nx y\n",
    );
    expect(hosts.get("db")).toEqual(["10.0.0.5", "::5"]);
    expect(hosts.get("db.internal")).toEqual(["10.0.0.5"]);
    expect(hosts.has("no")).toBe(false);
    expect(hosts.has("y")).toBe(false);
  });

  it("knows localhost and everything under it without asking anyone (RFC 6761)", async () => {
    const resolve = systemResolve(() => 0);
    expect(await resolve("LOCALHOST")).toEqual({ addresses: ["127.0.0.1", "::1"] });
    expect(await resolve("a.b.localhost")).toEqual({ addresses: ["127.0.0.1", "::1"] });
  });
});

const a = 1;
const aaaa = 28;
const records: Record<string, Partial<Record<number, Buffer | number | "silent">>> = {
  "both.example": { [a]: Buffer.from([127, 0, 0, 1]), [aaaa]: Buffer.from([...Array(15).fill(0), 1]) },
  "four.example": { [a]: Buffer.from([127, 0, 0, 1]) },
  "slow-six.example": { [a]: Buffer.from([127, 0, 0, 1]), [aaaa]: "silent" },
  "broken.example": { [a]: 2, [aaaa]: 2 },
  "half-broken.example": { [a]: Buffer.from([127, 0, 0, 1]), [aaaa]: 2 },
  "gone.example": { [a]: 3, [aaaa]: 3 },
};

/** A name server of a few names: a record, an error code, or silence. Anything else has no records. */
const server = createSocket("udp4", (query, from) => {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  const record = records[labels.join(".")]?.[type];
  if (record === "silent") return;
  const data = typeof record === "object" ? record : null;
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180 + (typeof record === "number" ? record : 0), 2);
  head.writeUInt16BE(data === null ? 0 : 1, 6);
  head.fill(0, 8, 12);
  const parts: Uint8Array[] = [head, query.subarray(12, at + 5)];
  if (data !== null) parts.push(Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]), data);
  server.send(Buffer.concat(parts), from.port, from.address);
});
const listening = once(server.bind(0, "127.0.0.1"), "listening");
afterAll(() => server.close());

describe("answers of a real name server", () => {
  it.each([
    ["both.example", { addresses: ["127.0.0.1", "::1"] }],
    ["four.example", { addresses: ["127.0.0.1"] }],
    ["half-broken.example", { addresses: ["127.0.0.1"] }],
    ["slow-six.example", { addresses: ["127.0.0.1"] }],
    ["empty.example", { failure: "dns_not_found" }],
    ["gone.example", { failure: "dns_not_found" }],
    ["broken.example", { failure: "dns_failed" }],
  ])("%s → %j", async (name, expected) => {
    await listening;
    const resolve = systemResolve(() => 0, [`127.0.0.1:${server.address().port}`]);
    const began = performance.now();
    expect(await resolve(name)).toEqual(expected);
    expect(performance.now() - began).toBeLessThan(3_500);
  });
});
