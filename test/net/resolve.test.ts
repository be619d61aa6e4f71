import { describe, expect, it } from "vitest";
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
