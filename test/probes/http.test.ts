import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { checkHttp, closeAll, names, serve, serveRaw, witness } from "./rig";

afterAll(closeAll);

describe("DESIGN §4: phases and verdict", () => {
  it("gives a plain answer as up, with whole milliseconds for each phase that took place", async () => {
    const url = await serve((_request, response) => void response.end("fine"));
    const { port } = new URL(url);
    const resolve = names({ "good.example": ["127.0.0.1"] });
    const outcome = await checkHttp(`http://good.example:${port}/`, { deps: { resolve, now: () => 1_234 } });
    expect(outcome).toMatchObject({
      startedAt: 1_234,
      verdict: "up",
      ok: true,
      failure: null,
      httpStatus: 200,
    });
    const { tlsMs, ...taken } = outcome.phases;
    expect(tlsMs).toBeNull();
    for (const ms of Object.values(taken)) expect(Number.isInteger(ms)).toBe(true);
    expect(outcome.suspect).toBe(false);
  });

  it("has no dns phase for an address literal, IPv4 or IPv6", async () => {
    for (const host of ["127.0.0.1", "::1"]) {
      const outcome = await checkHttp(await serve((_request, response) => void response.end(), host));
      expect(outcome.ok).toBe(true);
      expect(outcome.phases.dnsMs).toBeNull();
    }
  });

  it("tries the next address of a name when the first does not answer", async () => {
    const url = await serve((_request, response) => void response.end());
    const resolve = names({ "two.example": ["::1", "127.0.0.1"] });
    const outcome = await checkHttp(`http://two.example:${new URL(url).port}/`, { deps: { resolve } });
    expect(outcome.ok).toBe(true);
  });

  it("is degraded, and still ok, when the whole takes longer than degraded_after_ms", async () => {
    const url = await serve((_request, response) => void setTimeout(() => response.end(), 60));
    expect(await checkHttp(url, { degradedAfterMs: 20 })).toMatchObject({ verdict: "degraded", ok: true });
    expect(await checkHttp(url, { degradedAfterMs: 4_000 })).toMatchObject({ verdict: "up", ok: true });
  });

  it("sends method, headers and body, once each, and never a user's framing", async () => {
    let seen = "";
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        seen = [request.method, request.headers.accept, request.headers.host, Buffer.concat(chunks)].join(
          " ",
        );
        response.end();
      });
    });
    const settings = { method: "POST" as const, headers: { Accept: "text/plain" }, body: "grüße" };
    await checkHttp(`${url}/a?b=c`, { settings });
    expect(seen).toBe(`POST text/plain ${new URL(url).host} grüße`);
  });

  it("reads a head without a body", async () => {
    const url = await serve(
      (_request, response) => void response.writeHead(200, { "content-length": 9 }).end(),
    );
    expect((await checkHttp(url, { settings: { method: "HEAD" } })).ok).toBe(true);
  });
});

describe("DESIGN §4: every failure is a word", () => {
  it("dns_not_found", async () => {
    expect(await checkHttp("http://nowhere.example/")).toMatchObject({ failure: "dns_not_found", ok: false });
  });

  it("dns_failed, also when a resolver breaks its promise and throws", async () => {
    const failing = async () => ({ failure: "dns_failed" }) as const;
    expect((await checkHttp("http://a.example/", { deps: { resolve: failing } })).failure).toBe("dns_failed");
    const throwing = () => Promise.reject(new Error("no"));
    expect((await checkHttp("http://a.example/", { deps: { resolve: throwing } })).failure).toBe(
      "dns_failed",
    );
  });

  it("dns_timeout: the deadline covers a resolver that never answers", async () => {
    const resolve = () => new Promise<never>(() => {});
    const outcome = await checkHttp("http://a.example/", { timeoutMs: 100, deps: { resolve } });
    expect(outcome).toMatchObject({ failure: "dns_timeout", verdict: "down" });
    expect(outcome.phases.totalMs).toBeLessThan(2_000);
  });

  it("connect_refused", async () => {
    const { port } = await witness("127.0.0.1");
    expect((await checkHttp(`http://127.0.0.9:${port}/`)).failure).toBe("connect_refused");
  });

  it("connect_reset when the target hangs up instead of answering", async () => {
    const port = await serveRaw((socket) => void socket.once("data", () => socket.destroy()));
    expect((await checkHttp(`http://127.0.0.1:${port}/`)).failure).toBe("connect_reset");
  });

  it("connect_reset when the target hangs up in the middle of a body", async () => {
    const port = await serveRaw((socket) => {
      socket.once("data", () =>
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf", () => socket.destroy()),
      );
    });
    expect((await checkHttp(`http://127.0.0.1:${port}/`)).failure).toBe("connect_reset");
  });

  it("read_timeout when no answer comes, and when a body drips for ever", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const silent = await serveRaw((socket) => {
      closed = once(socket.resume(), "close");
    });
    expect((await checkHttp(`http://127.0.0.1:${silent}/`, { timeoutMs: 100 })).failure).toBe("read_timeout");
    await closed;
    const dripping = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("."), 10);
      response.once("close", () => clearInterval(timer));
    });
    const outcome = await checkHttp(dripping, { timeoutMs: 200 });
    expect(outcome.failure).toBe("read_timeout");
    expect(outcome.phases.transferMs).not.toBeNull();
  });

  it("protocol_error for an answer that is not HTTP, or that changes the protocol", async () => {
    for (const bytes of [
      "SSH-2.0-OpenSSH_9\r\n",
      "HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
    ]) {
      const port = await serveRaw((socket) => void socket.once("data", () => socket.write(bytes)));
      expect((await checkHttp(`http://127.0.0.1:${port}/`)).failure).toBe("protocol_error");
    }
  });

  it("too_large for endless headers", async () => {
    const port = await serveRaw((socket) => {
      socket.once("data", () => socket.write(`HTTP/1.1 200 OK\r\n${"X-Pad: 0123456789\r\n".repeat(5_000)}`));
    });
    expect((await checkHttp(`http://127.0.0.1:${port}/`)).failure).toBe("too_large");
  });

  it("cancelled and suspect when the caller stops it, before or during the run", async () => {
    const silent = await serveRaw(() => {});
    const controller = new AbortController();
    const pending = checkHttp(`http://127.0.0.1:${silent}/`, { signal: controller.signal });
    setImmediate(() => controller.abort());
    expect(await pending).toMatchObject({ failure: "cancelled", suspect: true });
    const signal = AbortSignal.abort();
    expect(await checkHttp(`http://127.0.0.1:${silent}/`, { signal })).toMatchObject({
      failure: "cancelled",
    });
  });

  it("probe_failed and suspect for a stored target that is no URL: our mistake, not the customer's outage", async () => {
    expect(await checkHttp("nonsense")).toMatchObject({ failure: "probe_failed", suspect: true });
  });
});

describe("DESIGN §4: bodies are bounded", () => {
  const endless = (size: number) => serve((_request, response) => void response.end(Buffer.alloc(size, "a")));

  it("stops reading at the limit and is content when nobody asked for the body", async () => {
    expect((await checkHttp(await endless(3_000_000))).ok).toBe(true);
  });

  it("too_large when an assertion needs a body that is larger than the limit", async () => {
    const assertions = [{ type: "body_contains", value: "a" }];
    expect((await checkHttp(await endless(3_000_000), { assertions })).failure).toBe("too_large");
    expect((await checkHttp(await endless(900_000), { assertions })).ok).toBe(true);
  });

  it("unpacks gzip that came unasked, but never a bomb", async () => {
    const packed = (bytes: Buffer) =>
      serve((_request, response) => {
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(bytes));
      });
    const assertions = [{ type: "body_contains", value: "needle" }];
    expect((await checkHttp(await packed(Buffer.from("a needle")), { assertions })).ok).toBe(true);
    expect((await checkHttp(await packed(Buffer.alloc(200_000_000)), { assertions })).failure).toBe(
      "too_large",
    );
  });

  it("leaves no listener on the caller's signal", async () => {
    const server = await serve((_request, response) => void response.end("x"));
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...rest: Parameters<typeof add>) => {
      listeners += 1;
      add(...rest);
    };
    signal.removeEventListener = (...rest: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...rest);
    };
    for (let run = 0; run < 20; run += 1) await checkHttp(server, { signal });
    expect(listeners).toBe(0);
  });
});

describe("DESIGN §4: redirects are followed by hand", () => {
  it("follows a chain, adds its phases up and gives the last status", async () => {
    const url = await serve((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step >= 3) response.writeHead(204).end();
      else response.writeHead(302, { location: `/${step + 1}` }).end();
    });
    expect(await checkHttp(`${url}/0`)).toMatchObject({ ok: true, httpStatus: 204 });
    expect(await checkHttp(`${url}/0`, { settings: { max_redirects: 2 } })).toMatchObject({
      failure: "too_many_redirects",
      httpStatus: 302,
    });
  });

  it("too_many_redirects for a loop, bad_redirect without a place to go", async () => {
    const loop = await serve((_request, response) => void response.writeHead(301, { location: "/" }).end());
    expect((await checkHttp(loop)).failure).toBe("too_many_redirects");
    const lost = await serve((_request, response) => void response.writeHead(302).end());
    expect((await checkHttp(lost)).failure).toBe("bad_redirect");
    const broken = await serve(
      (_request, response) => void response.writeHead(302, { location: "http://[" }).end(),
    );
    expect((await checkHttp(broken)).failure).toBe("bad_redirect");
  });

  it("takes the redirect itself as the answer when told not to follow", async () => {
    const loop = await serve((_request, response) => void response.writeHead(301, { location: "/" }).end());
    const settings = { follow_redirects: false };
    expect(await checkHttp(loop, { settings })).toMatchObject({ ok: true, httpStatus: 301 });
  });

  it.each([
    [302, "GET ", "key"],
    [303, "GET ", "key"],
    [307, "POST hello", "key"],
  ])("after %i asks %j, and keeps the user's headers on the same origin", async (status, expected, key) => {
    let seen = "";
    const url = await serve((request, response) => {
      if (request.url === "/from") {
        response.writeHead(status, { location: "/to" }).end();
        return;
      }
      request.on("data", (chunk: Buffer) => {
        seen += chunk.toString();
      });
      request.on("end", () => {
        seen = `${request.method} ${seen}|${request.headers["x-key"]}`;
        response.end();
      });
    });
    await checkHttp(`${url}/from`, {
      settings: { method: "POST", body: "hello", headers: { "X-Key": "key" } },
    });
    expect(seen).toBe(`${expected}|${key}`);
  });

  it("gives another origin none of the user's headers, for they may be secrets", async () => {
    let seen: unknown = "never asked";
    const other = await serve((request, response) => {
      seen = request.headers.authorization;
      response.end();
    });
    const url = await serve((_request, response) => void response.writeHead(302, { location: other }).end());
    await checkHttp(url, { settings: { headers: { Authorization: "Bearer secret" } } });
    expect(seen).toBeUndefined();
  });
});
