import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { createSecureContext } from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { checkHttp, closeAll, listen, names, serve, serveRaw } from "./rig";

afterAll(closeAll);

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));

async function serveTls(certificate: string): Promise<number> {
  const keyed = { cert: fixture(`${certificate}.pem`), key: fixture(`${certificate}.key`) };
  return listen(createServer(keyed, (_request, response) => void response.end("secret")));
}

const deps = {
  resolve: names({ "good.example": ["127.0.0.1"], "other.example": ["127.0.0.1"] }),
  secureContext: createSecureContext({ ca: fixture("ca.pem") }),
};

describe("DESIGN §4: TLS", () => {
  it("has a phase of its own", async () => {
    const port = await serveTls("good");
    const outcome = await checkHttp(`https://good.example:${port}/`, { deps });
    expect(outcome).toMatchObject({ verdict: "up", httpStatus: 200 });
    for (const ms of Object.values(outcome.phases)) expect(Number.isInteger(ms)).toBe(true);
  });

  it("proves an address literal against the certificate's addresses", async () => {
    const port = await serveTls("good");
    expect((await checkHttp(`https://127.0.0.1:${port}/`, { deps })).ok).toBe(true);
    expect((await checkHttp(`https://127.0.0.2:${port}/`, { deps })).ok).toBe(false);
  });

  it("proves the name asked for, also when the name has several addresses", async () => {
    const port = await serveTls("good");
    const resolve = names({ "good.example": ["::1", "127.0.0.1"] });
    expect((await checkHttp(`https://good.example:${port}/`, { deps: { ...deps, resolve } })).ok).toBe(true);
  });

  it.each([
    ["tls_expired", "expired", "good.example"],
    ["tls_invalid", "selfsigned", "good.example"],
    ["tls_invalid", "good", "other.example"],
  ])(
    "%s for the certificate %s under the name %s; accepted when told not to verify",
    async (word, name, host) => {
      const port = await serveTls(name);
      expect(await checkHttp(`https://${host}:${port}/`, { deps })).toMatchObject({
        failure: word,
        suspect: false,
      });
      const settings = { verify_tls: false };
      expect((await checkHttp(`https://${host}:${port}/`, { deps, settings })).ok).toBe(true);
    },
  );

  it("tls_timeout when the handshake never comes", async () => {
    const port = await serveRaw(() => {});
    expect((await checkHttp(`https://127.0.0.1:${port}/`, { deps, timeoutMs: 100 })).failure).toBe(
      "tls_timeout",
    );
  });

  it("tls_failed when something else answers", async () => {
    const url = await serve((_request, response) => void response.end());
    expect((await checkHttp(url.replace("http:", "https:"), { deps })).failure).toBe("tls_failed");
  });

  it("counts the certificate's days by the clock it was given", async () => {
    const port = await serveTls("good");
    const now = () => Date.parse("2119-12-22T12:00:00Z");
    const assertions = (days: number) => [{ type: "certificate_days_left", at_least: days }];
    const url = `https://good.example:${port}/`;
    expect((await checkHttp(url, { deps: { ...deps, now }, assertions: assertions(9) })).ok).toBe(true);
    expect(await checkHttp(url, { deps: { ...deps, now }, assertions: assertions(10) })).toMatchObject({
      failure: "assertion_failed",
      detail: "certificate expires in 9 days, fewer than 10",
    });
  });

  it("follows https to http, and without TLS there are no days to count", async () => {
    const plain = await serve((_request, response) => void response.end());
    const keyed = { cert: fixture("good.pem"), key: fixture("good.key") };
    const port = await listen(
      createServer(keyed, (_request, response) => void response.writeHead(302, { location: plain }).end()),
    );
    const assertions = [{ type: "certificate_days_left", at_least: 1 }];
    expect((await checkHttp(`https://127.0.0.1:${port}/`, { deps })).ok).toBe(true);
    expect((await checkHttp(`https://127.0.0.1:${port}/`, { deps, assertions })).failure).toBe(
      "assertion_failed",
    );
  });
});
