import { afterEach, describe, expect, it } from "vitest";
import { readProvidedDomain } from "@/lib/mail/domains";
import { domainServer } from "./domain-server";

let server: Awaited<ReturnType<typeof domainServer>> | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const unknown = { domain: "mail.acme.example", providerId: null, state: "unchecked" as const, records: [] };
type Known = Parameters<typeof readProvidedDomain>[1];

async function start(options: Parameters<typeof domainServer>[0] = {}) {
  server = await domainServer(options);
  const { url, domains, calls } = server;
  const read = (known: Known = unknown, more: object = {}) =>
    readProvidedDomain({ apiKey: "re_test", baseUrl: url, ...more }, known);
  return { read, domains, calls };
}

const verified: Known = {
  domain: "mail.acme.example",
  providerId: "dom_1",
  state: "verified",
  records: [{ type: "TXT", name: "x", value: "y", priority: null, status: "verified" }],
};

describe("a sending domain at the provider", () => {
  it("is made known once, shows its records, is looked at again until it is proven, and then left alone", async () => {
    const { read, domains, calls } = await start();
    const first = await read();
    expect(first).toMatchObject({ providerId: "dom_1", state: "pending", failure: null });
    expect(first.records).toEqual([
      expect.objectContaining({ type: "MX", name: "send", priority: 10 }),
      expect.objectContaining({ type: "TXT", name: "resend._domainkey.mail.acme.example", priority: null }),
    ]);
    const known = { ...unknown, ...first };
    expect(await read(known)).toMatchObject({ state: "pending" });
    expect(domains).toMatchObject([{ checks: 1 }]);
    for (const each of domains) each.status = "verified";
    calls.length = 0;
    expect(await read(known)).toMatchObject({ state: "verified", failure: null });
    expect(calls).toEqual(["GET /domains/dom_1"]);
  });

  it("is found there when the answer to its making was lost, or somebody made it before", async () => {
    const { read, domains } = await start({
      trouble: ({ method, path }, count) =>
        method === "POST" && path === "/domains" && count === 1 ? "drop after" : null,
    });
    expect(await read()).toMatchObject({ providerId: null, state: "unchecked" });
    expect(domains).toHaveLength(1);
    expect(await read()).toMatchObject({ providerId: "dom_1", state: "pending" });
  });

  it("that was removed there is made known anew", async () => {
    const { read, domains } = await start();
    await read();
    domains.length = 0;
    expect(await read({ ...verified })).toMatchObject({ providerId: "dom_1", state: "pending" });
    expect(domains).toHaveLength(1);
  });

  it("is failed by a refusal of itself, with the provider's words", async () => {
    const { read } = await start();
    expect(await read({ ...unknown, domain: "localhost" })).toEqual({
      ...{ providerId: null, state: "failed", records: [] },
      failure: "The domain is not valid.",
    });
  });

  const bodies = {
    "401": {
      status: 401,
      body: '{"statusCode":401,"name":"invalid_api_key","message":"API key is invalid"}',
    },
    "429": {
      status: 429,
      body: '{"statusCode":429,"name":"rate_limit_exceeded","message":"Too many requests"}',
    },
    "500": { status: 500, body: '{"statusCode":500,"name":"internal_server_error","message":"Oops"}' },
    "502 of somebody else": { status: 502, body: "<html>Bad gateway</html>" },
    "garbage with 200": { status: 200, body: "<html>hello</html>" },
    "another shape": { status: 200, body: '{"object":"domain","records":"none"}' },
    "an empty object": { status: 500, body: "{}" },
  };
  it.each(Object.keys(bodies) as (keyof typeof bodies)[])(
    "that was proven stays so while the provider answers %s, and says what is wrong",
    async (name) => {
      const { read } = await start({ trouble: () => bodies[name] });
      const read1 = await read(verified);
      expect(read1).toMatchObject({ providerId: "dom_1", state: "verified", records: verified.records });
      expect(read1.failure).toMatch(/\S{2}/);
      expect(await read()).toMatchObject({ providerId: null, state: "unchecked" });
    },
  );

  it("is not waited for without end, and a dead line changes nothing", async () => {
    const { read } = await start({ trouble: () => "hang" });
    const late = await read(verified, { timeoutMs: 50 });
    expect(late).toMatchObject({ state: "verified", failure: "The mail provider did not answer in time." });
    await server?.close();
    server = null;
    expect(await read(verified)).toMatchObject({ state: "verified" });
  });
});
