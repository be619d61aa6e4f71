import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { createServer as createH1 } from "node:https";
import { createSecureContext } from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { checkHttp, closeAll, listen, names, serve, witness } from "./rig";

afterAll(closeAll);

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
const keyed = { cert: fixture("good.pem"), key: fixture("good.key") };
const resolve = names({ "good.example": ["127.0.0.1"] });
const deps = { resolve, secureContext: createSecureContext({ ca: fixture("ca.pem") }) };

describe("a journey", () => {
  it("carries what answers gave into URL, headers and body of later steps", async () => {
    const seen: string[] = [];
    const base = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        seen.push(`${request.method} ${request.url} ${request.headers["x-session"] ?? ""} ${body}`.trim());
        if (request.url === "/login") response.setHeader("x-csrf", "c s/rf").end('{"session":{"id":"s-1"}}');
        else if (request.url?.startsWith("/cart")) response.end("order=4711;");
        else response.end("done");
      });
    });
    const outcome = await checkHttp(`${base}/login`, {
      settings: {
        method: "POST",
        extract: [
          { name: "session", from: "json_path", path: "$.session.id" },
          { name: "csrf", from: "header", header: "X-CSRF" },
        ],
        steps: [
          {
            ...{ name: "Cart", url: "/cart?csrf={{csrf}}", method: "GET", body: null, assertions: [] },
            headers: { "x-session": "{{session}}" },
            extract: [{ name: "order", from: "body_regex", pattern: "order=(\\d+)" }],
          },
          {
            ...{ name: "Pay", url: `${base}/pay`, method: "POST", headers: {}, extract: [] },
            body: '{"order":{{ order }}}',
            assertions: [{ type: "body_contains", value: "done" }],
          },
        ],
      },
    });
    expect(outcome).toMatchObject({ verdict: "up", httpStatus: 200 });
    expect(seen).toEqual(["POST /login", "GET /cart?csrf=c%20s%2Frf s-1", 'POST /pay  {"order":4711}']);
  });

  it("fails at the step that fails, and says which", async () => {
    const base = await serve((request, response) => {
      response.statusCode = request.url === "/two" ? 500 : 200;
      response.end("x");
    });
    const step = (name: string, url: string) => ({
      ...{ name, url, method: "GET" as const, headers: {}, body: null, assertions: [], extract: [] },
    });
    const run = (steps: ReturnType<typeof step>[]) => checkHttp(`${base}/one`, { settings: { steps } });
    expect(await run([step("Two", "/two"), step("Three", "/three")])).toMatchObject({
      failure: "assertion_failed",
      httpStatus: 500,
      detail: 'step "Two": status 500 is not 2xx or 3xx',
      findings: { failed_step: 2 },
    });
    expect(await run([step("Use", "/x?{{nothing}}")])).toMatchObject({
      detail: 'step "Use": nothing has given {{nothing}}',
    });
  });

  it("reaches no private address by way of a variable", async () => {
    const inner = await witness("127.0.0.2");
    const base = await serve((_, response) => response.end(`http://127.0.0.2:${inner.port}/`));
    const port = new URL(base).port;
    const { addressPolicy } = await import("@/lib/net/address");
    const outcome = await checkHttp(base, {
      deps: { policy: addressPolicy([], [`127.0.0.1:${port}`]) },
      settings: {
        extract: [{ name: "where", from: "body_regex", pattern: ":(\\d+)/" }],
        steps: [
          {
            ...{ name: "In", url: "http://127.0.0.2:{{where}}/", method: "GET", headers: {}, body: null },
            ...{ assertions: [], extract: [] },
          },
        ],
      },
    });
    expect(outcome).toMatchObject({ failure: "private_address" });
    expect(inner.visits()).toBe(0);
  });
});

describe("credentials", () => {
  it("go to the target's origin alone, not along a redirect to another", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const base = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: other }).end();
    });
    const auth = { type: "basic" as const, username: "ops", password: "pässword" };
    const outcome = await checkHttp(base, { settings: { auth } });
    expect(outcome.findings?.redirects).toEqual([{ status: 302, location: `${other}/` }]);
    expect(seen).toEqual([`Basic ${Buffer.from("ops:pässword").toString("base64")}`, undefined]);
    await checkHttp(other, { settings: { auth: { type: "bearer", token: "t0ken" } } });
    expect(seen.at(-1)).toBe("Bearer t0ken");
  });

  it("a client certificate is shown to who asks for it", async () => {
    const server = createH1({ ...keyed, requestCert: true, ca: fixture("ca.pem") }, (_, response) =>
      response.end(),
    );
    const port = await listen(server);
    const client_certificate = {
      certificate: fixture("good.pem").toString(),
      key: fixture("good.key").toString(),
    };
    const ca = fixture("ca.pem").toString();
    const url = `https://good.example:${port}/`;
    const bare = { resolve };
    expect((await checkHttp(url, { deps: bare, settings: { client_certificate, ca } })).failure).toBeNull();
    expect((await checkHttp(url, { deps: bare, settings: { ca } })).ok).toBe(false);
    expect((await checkHttp(url, { deps: bare, settings: {} })).failure).toBe("tls_invalid");
  });
});

describe("HTTP/2", () => {
  it("is spoken where the server offers it, and demanded where told so", async () => {
    const two = createSecureServer({ ...keyed, allowHTTP1: false });
    two.on("stream", (stream) => {
      stream.respond({ ":status": 200, "x-version": "two" });
      stream.end('{"ok":true}');
    });
    const port = await listen(two);
    const assertions = [
      { type: "header", name: "x-version", op: "equals", value: "two" },
      { type: "json_path", path: "$.ok", op: "equals", value: true },
      { type: "certificate_days_left", at_least: 1 },
    ];
    for (const http_version of ["2", "auto"] as const)
      expect(
        await checkHttp(`https://good.example:${port}/`, { deps, settings: { http_version }, assertions }),
      ).toMatchObject({ verdict: "up", httpStatus: 200 });
  });

  it("falls back to HTTP/1.1 when either will do, and fails when only 2 will", async () => {
    const port = await listen(createH1(keyed, (_, response) => response.end("one")));
    const url = `https://good.example:${port}/`;
    expect(await checkHttp(url, { deps, settings: { http_version: "auto" } })).toMatchObject({
      httpStatus: 200,
    });
    expect((await checkHttp(url, { deps, settings: { http_version: "2" } })).ok).toBe(false);
  });
});

describe("address families", () => {
  it("connects by the family asked for, and says when the name has none of it", async () => {
    const base = await serve((_, response) => response.end(), "::1");
    const port = new URL(base).port;
    const both = { resolve: names({ "both.example": ["127.0.0.1", "::1"], "four.example": ["127.0.0.1"] }) };
    const settings = { ip_version: "6" as const };
    expect(await checkHttp(`http://both.example:${port}/`, { deps: both, settings })).toMatchObject({
      ok: true,
    });
    expect(await checkHttp(`http://four.example:${port}/`, { deps: both, settings })).toMatchObject({
      failure: "dns_not_found",
    });
  });
});
