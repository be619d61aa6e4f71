import { readFileSync } from "node:fs";
import { createSecureServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import { createSecureContext, createServer as createTlsServer } from "node:tls";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { Outcome } from "@/lib/domain/check";
import { serveDns } from "../probes/dns-server";
import {
  checkHttp,
  checkOther,
  checkTcp,
  closeAll,
  listen,
  names,
  serve,
  serveRaw,
  testDeps,
} from "../probes/rig";

afterAll(closeAll);

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
const keyed = { cert: fixture("good.pem"), key: fixture("good.key") };
const deps = {
  resolve: names({ "good.example": ["127.0.0.1"] }),
  secureContext: createSecureContext({ ca: fixture("ca.pem") }),
};
const timeoutMs = 300;

/** Ends within its limit whatever happens; the slack is for a busy machine. */
async function inTime(running: Promise<Outcome>): Promise<Outcome> {
  const began = performance.now();
  const outcome = await running;
  expect(performance.now() - began).toBeLessThan(timeoutMs + 1_500);
  return outcome;
}

/** Says `bytes` again and again, for as long as somebody listens. */
function pour(socket: Socket, bytes: string | Buffer, everyMs: number): void {
  const timer = setInterval(() => socket.write(bytes), everyMs);
  socket.once("close", () => clearInterval(timer));
}

const afterRequest = (act: (socket: Socket) => void) => (socket: Socket) =>
  void socket.once("data", () => act(socket));

const ask = async (act: (socket: Socket) => void, changes: object = {}) =>
  inTime(checkHttp(`http://127.0.0.1:${await serveRaw(afterRequest(act))}/`, { timeoutMs, ...changes }));

describe("HTTP/1.1: a hostile server ends in its word within the time limit", () => {
  it("read_timeout for a head that drips, and for interim answers without end", async () => {
    const drip = await ask((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nX-Slow: ");
      pour(socket, "a", 10);
    });
    expect(drip).toMatchObject({ verdict: "down", failure: "read_timeout" });
    const interim = await ask((socket) => pour(socket, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 5));
    expect(interim).toMatchObject({ verdict: "down", failure: "read_timeout" });
  });

  it("takes the final answer after 100, 102 and 103, and never an interim one for it", async () => {
    const port = await serveRaw(
      afterRequest((socket) =>
        socket.end(
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" +
            "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
        ),
      ),
    );
    expect(await checkHttp(`http://127.0.0.1:${port}/`)).toMatchObject({ verdict: "down", httpStatus: 503 });
    const early = await ask((socket) => socket.end("HTTP/1.1 103 Early Hints\r\n\r\n"));
    expect(early).toMatchObject({ verdict: "down", failure: "connect_reset", httpStatus: null });
  });

  it("connect_reset for a chunked body that breaks off, protocol_error for chunks that are none", async () => {
    const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect(await ask((socket) => socket.end(`${head}5\r\nhel`))).toMatchObject({ failure: "connect_reset" });
    expect(await ask((socket) => socket.end(`${head}zz\r\nhello\r\n`))).toMatchObject({
      failure: "protocol_error",
    });
    const lengths = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc";
    expect(await ask((socket) => socket.end(lengths))).toMatchObject({ failure: "protocol_error" });
  });

  it("too_large for a redirect whose place does not end, bad_redirect for one that is long and no address", async () => {
    const far = (length: number) => `HTTP/1.1 302 Found\r\nLocation: http://[${"a".repeat(length)}\r\n\r\n`;
    expect(await ask((socket) => socket.end(far(200_000)))).toMatchObject({ failure: "too_large" });
    const outcome = await ask((socket) => socket.end(far(10_000)));
    expect(outcome.failure).toBe("bad_redirect");
    expect(outcome.detail?.length).toBeLessThanOrEqual(300);
  });

  it("does not read the body of a redirect, however large", async () => {
    const base = await serve((request, response) => {
      if (request.url === "/there") return void response.end("ok");
      response.writeHead(302, { location: "/there" });
      const timer = setInterval(() => response.write(Buffer.alloc(1_000_000)), 1);
      response.once("close", () => clearInterval(timer));
    });
    expect(await inTime(checkHttp(base, { timeoutMs: 1_500 }))).toMatchObject({ httpStatus: 200 });
  });

  it("too_large for a gzip bomb, without unpacking it", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const base = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      for (let at = 0; at < bomb.length; at += 1_000) response.write(bomb.subarray(at, at + 1_000));
      response.end();
    });
    const assertions = [{ type: "body_contains", value: "x" }];
    const before = process.memoryUsage().rss;
    expect(await checkHttp(base, { assertions })).toMatchObject({ failure: "too_large" });
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});

/** A server of HTTP/2 that does as `act` says with each stream. */
async function two(act: (stream: ServerHttp2Stream) => void, options: object = {}): Promise<string> {
  const server: Http2Server = createSecureServer({ ...keyed, allowHTTP1: false, ...options });
  server.on("sessionError", () => {});
  server.on("stream", (stream) => {
    stream.on("error", () => {});
    act(stream);
  });
  return `https://good.example:${await listen(server)}/`;
}

const askTwo = (url: string, changes: object = {}) =>
  inTime(checkHttp(url, { timeoutMs, deps, settings: { http_version: "2" }, ...changes }));

describe("HTTP/2: a hostile server ends in its word within the time limit", () => {
  it("read_timeout when it says nothing, when a body drips, and when interim answers never end", async () => {
    expect(await askTwo(await two(() => {}))).toMatchObject({ failure: "read_timeout" });
    const drip = await two((stream) => {
      stream.respond({ ":status": 200 });
      const timer = setInterval(() => stream.write("."), 10);
      stream.once("close", () => clearInterval(timer));
    });
    expect(await askTwo(drip)).toMatchObject({ failure: "read_timeout" });
    const interim = await two((stream) => {
      const timer = setInterval(() => !stream.destroyed && stream.additionalHeaders({ ":status": 103 }), 10);
      stream.once("close", () => clearInterval(timer));
    });
    expect(await askTwo(interim)).toMatchObject({ failure: "read_timeout" });
  });

  it("takes the final answer after an interim one", async () => {
    const url = await two((stream) => {
      stream.additionalHeaders({ ":status": 103 });
      stream.respond({ ":status": 200 });
      stream.end("ok");
    });
    expect(await askTwo(url, { timeoutMs: 2_000 })).toMatchObject({ verdict: "up", httpStatus: 200 });
  });

  it("connect_reset when the stream is reset before an answer or within its body, whatever the reason given", async () => {
    for (const code of [0, 2, 7, 8, 11]) {
      expect(await askTwo(await two((stream) => stream.close(code)))).toMatchObject({
        verdict: "down",
        failure: "connect_reset",
      });
      const half = await two((stream) => {
        stream.respond({ ":status": 200, "content-length": 99 });
        stream.write("half", () => stream.close(code));
      });
      expect(await askTwo(half)).toMatchObject({ verdict: "down", failure: "connect_reset" });
    }
  });

  it("connect_reset when the connection goes before the answer or within its body", async () => {
    const gone = await two((stream) => stream.session?.destroy());
    expect(await askTwo(gone)).toMatchObject({ verdict: "down", failure: "connect_reset" });
    const half = await two((stream) => {
      stream.respond({ ":status": 200 });
      stream.write("half", () => stream.session?.socket.destroy());
    });
    expect(await askTwo(half)).toMatchObject({ verdict: "down", failure: "connect_reset" });
  });

  it("heeds a GOAWAY that refuses the stream, and not one that only says goodbye", async () => {
    const refused = await two((stream) => stream.session?.goaway(11, 0));
    expect(await askTwo(refused)).toMatchObject({ verdict: "down", failure: "connect_reset" });
    const goodbye = await two((stream) => {
      stream.session?.goaway(0, stream.id);
      stream.respond({ ":status": 200 });
      stream.end("ok");
    });
    expect(await askTwo(goodbye, { timeoutMs: 2_000 })).toMatchObject({ verdict: "up", httpStatus: 200 });
  });

  it("too_large for headers without end", async () => {
    const pad = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`x-${index}`, "a".repeat(2_000)]),
    );
    const url = await two(
      (stream) => {
        stream.respond({ ":status": 200, ...pad });
        stream.end();
      },
      { maxSendHeaderBlockLength: 10_000_000 },
    );
    const outcome = await askTwo(url, { timeoutMs: 2_000 });
    expect(outcome).toMatchObject({ verdict: "down", failure: "too_large" });
  });

  it("too_large for a body without end and for a bomb, where the body is looked at", async () => {
    const assertions = [{ type: "body_contains", value: "x" }];
    const settings = { http_version: "2", max_body_bytes: 10_000 };
    const flood = await two((stream) => {
      stream.respond({ ":status": 200 });
      const timer = setInterval(() => stream.write(Buffer.alloc(100_000)), 1);
      stream.once("close", () => clearInterval(timer));
    });
    expect(await askTwo(flood, { assertions, settings })).toMatchObject({ failure: "too_large" });
    const bomb = await two((stream) => {
      stream.respond({ ":status": 200, "content-encoding": "gzip" });
      stream.end(gzipSync(Buffer.alloc(5_000_000)));
    });
    const both = { assertions, settings, timeoutMs: 2_000 };
    expect(await askTwo(bomb, both)).toMatchObject({ failure: "too_large" });
  });

  it("protocol_error for what is no HTTP/2 behind its name", async () => {
    const options = { ...keyed, ALPNProtocols: ["h2"] };
    const port = await listen(
      createTlsServer(options, (socket) => pour(socket, "HTTP/1.1 200 OK\r\n\r\n", 5)),
    );
    expect(await askTwo(`https://good.example:${port}/`)).toMatchObject({ failure: "protocol_error" });
  });
});

/** What may come instead of a server's first TLS record, and its word. */
const records: readonly [string, Buffer, string][] = [
  ["garbage", Buffer.alloc(500, 0xff), "tls_failed"],
  ["a record longer than records may be", Buffer.from([22, 3, 3, 0xff, 0xff, 2]), "tls_failed"],
  ["a record of no known kind", Buffer.from([99, 3, 3, 0, 5, 1, 2, 3, 4, 5]), "tls_failed"],
  ["a hello that is cut into nonsense", Buffer.from([22, 3, 3, 0, 4, 2, 0, 0, 0]), "tls_failed"],
  ["an alert", Buffer.from([21, 3, 3, 0, 2, 2, 40]), "tls_failed"],
  ["application data before the handshake", Buffer.from([23, 3, 3, 0, 2, 1, 1]), "tls_failed"],
  ["the head of a record and nothing more", Buffer.from([22, 3, 3, 0x3f, 0xff]), "tls_timeout"],
];

describe("TLS: invalid records end in a word, for http, tls and tcp alike", () => {
  it.each(records)("%s", async (_name, bytes, failure) => {
    const port = await serveRaw(afterRequest((socket) => void socket.write(bytes)));
    expect(await inTime(checkHttp(`https://good.example:${port}/`, { timeoutMs, deps }))).toMatchObject({
      failure,
    });
    expect(await inTime(checkOther("tls", `good.example:${port}`, { timeoutMs, deps }))).toMatchObject({
      failure,
    });
    const mail = await serveRaw((socket) => {
      socket.write("220 mail\r\n");
      socket.on("data", (heard) => {
        const text = heard.toString("latin1");
        if (text.startsWith("EHLO")) socket.write("250 STARTTLS\r\n");
        else if (text.startsWith("STARTTLS")) socket.write("220 go\r\n");
        else socket.write(bytes);
      });
    });
    const settings = { starttls: "smtp" };
    const changes = { timeoutMs, deps, settings };
    expect(await inTime(checkOther("tcp", `good.example:${mail}`, changes))).toMatchObject({ failure });
  });

  it("tls_timeout for a handshake that drips", async () => {
    const port = await serveRaw(
      afterRequest((socket) => {
        socket.write(Buffer.from([22, 3, 3, 0x3f, 0xff, 2, 0, 0x3f, 0xfb]));
        pour(socket, Buffer.from([3]), 10);
      }),
    );
    expect(await inTime(checkOther("tls", `good.example:${port}`, { timeoutMs, deps }))).toMatchObject({
      failure: "tls_timeout",
    });
  });

  it("a server that hangs up in the handshake is a reset, or a failed handshake", async () => {
    const port = await serveRaw(afterRequest((socket) => socket.destroy()));
    const outcome = await inTime(checkOther("tls", `good.example:${port}`, { timeoutMs, deps }));
    expect(["connect_reset", "tls_failed"]).toContain(outcome.failure);
  });

  it("a certificate of a thousand names is read whole, and counted", async () => {
    const many = { cert: fixture("many.pem"), key: fixture("many.key") };
    const port = await listen(createTlsServer(many));
    const resolve = names({
      "name-1000.many.example": ["127.0.0.1"],
      "name-1001.many.example": ["127.0.0.1"],
    });
    const trusting = { resolve, secureContext: createSecureContext({ ca: many.cert }) };
    const check = (host: string) => checkOther("tls", `${host}:${port}`, { deps: trusting });
    expect(await check("name-1000.many.example")).toMatchObject({
      verdict: "up",
      findings: { certificate: { names: 1_000 } },
    });
    const wrong = await check("name-1001.many.example");
    expect(wrong).toMatchObject({ failure: "tls_invalid" });
    expect(wrong.detail?.length ?? 0).toBeLessThanOrEqual(300);
  });
});

describe("TCP: a hostile peer ends in its word within the time limit", () => {
  it("unexpected_answer when it closes early, connect_reset when it breaks off", async () => {
    const settings = { send: "hello", expect: "world" };
    const closes = await serveRaw((socket) => socket.end("wor"));
    expect(await inTime(checkOther("tcp", `127.0.0.1:${closes}`, { timeoutMs, settings }))).toMatchObject({
      failure: "unexpected_answer",
    });
    const breaks = await serveRaw(afterRequest((socket) => socket.resetAndDestroy()));
    expect(await inTime(checkOther("tcp", `127.0.0.1:${breaks}`, { timeoutMs, settings }))).toMatchObject({
      failure: "connect_reset",
    });
  });

  it("a pattern that traps backtracking engines is searched in linear time", async () => {
    const port = await serveRaw((socket) => socket.end("a".repeat(60_000)));
    const settings = { expect: "(a+)+$b" };
    expect(await checkOther("tcp", `127.0.0.1:${port}`, { settings })).toMatchObject({
      failure: "unexpected_answer",
    });
  });

  it("read_timeout for a greeting that drips before STARTTLS, connect_reset when it breaks off", async () => {
    const settings = { starttls: "smtp" };
    const drips = await serveRaw((socket) => pour(socket, "2", 5));
    expect(await inTime(checkOther("tcp", `127.0.0.1:${drips}`, { timeoutMs, settings }))).toMatchObject({
      failure: "read_timeout",
    });
    const closes = await serveRaw((socket) => socket.end("220 mail\r\n"));
    expect(await inTime(checkOther("tcp", `127.0.0.1:${closes}`, { timeoutMs, settings }))).toMatchObject({
      failure: "connect_reset",
    });
  });
});

describe("DNS: a hostile server ends in its word within the time limit", () => {
  const check = (server: string, changes: object = {}) =>
    inTime(checkOther("dns", "www.example.com", { timeoutMs, settings: { server }, ...changes }));

  it("a timeout for silence and for floods of forged answers", async () => {
    const silent = await serveDns(() => null);
    expect((await check(silent.address)).failure).toMatch(/timeout$/);
    const garbage = await serveDns(() => ({ raw: Buffer.alloc(512, 0xc0) }));
    expect((await check(garbage.address)).failure).toMatch(/timeout$/);
  });

  it("protocol_error when it hangs up or talks nonsense over TCP", async () => {
    const nonsense = await serveDns(({ over }) =>
      over === "udp" ? { truncated: true } : { raw: Buffer.alloc(64, 0xff) },
    );
    expect(await check(nonsense.address)).toMatchObject({ failure: "protocol_error" });
  });

  it("takes at most fifty of the records it is given", async () => {
    const many = await serveDns(({ over }) =>
      over === "udp"
        ? { truncated: true }
        : {
            records: Array.from({ length: 3_000 }, (_, index) => [
              1,
              Buffer.from([192, 0, index >> 8, index & 255]),
            ]),
          },
    );
    const outcome = await check(many.address, { timeoutMs: 2_000 });
    expect(outcome.verdict).toBe("up");
    expect(outcome.findings?.records?.length).toBeLessThanOrEqual(50);
  });
});

describe("targets that have only IPv6", () => {
  const six = { ...deps, resolve: names({ "good.example": ["::1"] }) };

  it.each(["any", "6"])("are reached by http, tcp and tls when %s is asked for", async (ip_version) => {
    const settings = { ip_version };
    const plain = await listen(createTlsServer(keyed), "::1");
    const changes = { deps: six, settings };
    expect(await checkOther("tcp", `good.example:${plain}`, changes)).toMatchObject({ verdict: "up" });
    expect(await checkOther("tls", `good.example:${plain}`, changes)).toMatchObject({ verdict: "up" });
    const base = await serve((_request, response) => response.end("ok"), "::1");
    const url = `http://good.example:${new URL(base).port}/`;
    expect(await checkOther("http", url, changes)).toMatchObject({ verdict: "up" });
    expect(await checkTcp(`[::1]:${plain}`)).toMatchObject({ verdict: "up" });
  });

  it("have no address for whoever asks for IPv4", async () => {
    const changes = { settings: { ip_version: "4" }, deps: testDeps(six) };
    expect(await checkOther("tcp", "good.example:443", changes)).toMatchObject({ failure: "dns_not_found" });
  });
});
