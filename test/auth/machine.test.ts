import { afterEach, describe, expect, it } from "vitest";
import { isMachineItself } from "@/lib/auth/machine";
import { sessionCookie } from "@/lib/auth/session";
import { extendEnv } from "@/lib/env";

afterEach(() => extendEnv({ PROBITY_PUBLIC_URL: "" }));

describe("who sits at the machine", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1:3000", true],
    ["127.0.0.1", "localhost:3000", true],
    ["::1", "[::1]:3000", true],
    ["192.0.2.1", "127.0.0.1:3000", false],
    ["127.0.0.1", "evil.test:3000", false],
    ["127.0.0.1", "127.0.0.1.evil.test", false],
    ["", "127.0.0.1", false],
    ["127.0.0.1", "", false],
  ])("from %s asking for %s: %s", (client, host, expected) => {
    expect(isMachineItself({ client, host, relayed: false })).toBe(expected);
  });

  it("is nobody any more once the installation is told its public address", () => {
    extendEnv({ PROBITY_PUBLIC_URL: "https://status.acme.test" });
    expect(isMachineItself({ client: "127.0.0.1", host: "127.0.0.1:3000", relayed: false })).toBe(false);
  });
});

describe("the session cookie", () => {
  it("is kept to this host and https where we are, and apart from an installation on another port", () => {
    extendEnv({ PROBITY_PUBLIC_URL: "https://app.acme.test" });
    expect(sessionCookie()).toEqual({ name: "__Host-probity.session", secure: true });
    extendEnv({ PROBITY_PUBLIC_URL: "http://127.0.0.1:3001" });
    expect(sessionCookie()).toEqual({ name: "probity-3001.session", secure: false });
  });
});
