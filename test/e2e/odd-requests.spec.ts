import { connect } from "node:net";
import { expect, test } from "@playwright/test";

// Requests as no browser makes them, over a bare socket. Whatever is wrong with them is their sender's fault (4xx) or
// is passed over: never a fault of ours (5xx), never a silent line.

const action = `Next-Action: ${"0".repeat(42)}`;
const oddHeaders = [
  ...["Next-Router-State-Tree: garbage", "Next-Router-State-Tree: %E0%A4", "Next-Router-State-Tree: []"],
  ...["Next-Action: garbage", action, "RSC: 2", "Next-Url: %%%", "x-nextjs-data: 1", "Next-HMR-Refresh: 1"],
  ...["RSC: 1\r\nNext-Router-Prefetch: 9", "RSC: 1\r\nNext-Router-Segment-Prefetch: /garbage/../x"],
  ...["x-middleware-subrequest: proxy:proxy:proxy:proxy:proxy", "x-invoke-status: 500", "x-matched-path: /%"],
  ...["x-invoke-path: /outbox\r\nx-invoke-output: /outbox", "x-prerender-revalidate: x", "x-invoke-query: %"],
  ...["Cookie: next-auth.session-token=%; probity_page=%; probity.zone=%E0;;=;", "Origin: garbage"],
  ...["Cookie: next-auth.callback-url=%; next-auth.csrf-token=%7C; __prerender_bypass=x"],
  ...["Accept-Language: ;;;q=,,*;q=9", "Accept-Encoding: ;q=x,,,br;q", "Range: bytes=9-1,x", "Referer: :::"],
  ...["Authorization: Bearer", "Authorization: Basic %%%", "If-Modified-Since: x\r\nIf-None-Match: ,,,"],
  ...["X-Forwarded-For: ,,x\r\nX-Forwarded-Host: a b\r\nX-Forwarded-Proto: javascript", "Traceparent: x"],
  ...["Upgrade: websocket\r\nConnection: Upgrade", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings"],
];
const oddBodies: [string, string][] = [
  ["multipart/form-data", "a=1"],
  ["multipart/form-data; boundary=", "a=1"],
  ["multipart/form-data; boundary=x", "garbage"],
  ["multipart/form-data; boundary=x", "--x\r\n"],
  ["multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--"],
  ["multipart/form-data; boundary=x", ""],
  ["application/x-www-form-urlencoded", "%=%&$ACTION_ID_x="],
  ["application/json", "{garbage"],
  ["application/json; charset=garbage", "{"],
  ["text/plain;charset=UTF-8", "[garbage"],
  [";;;", "a"],
];
const hosts = ["a b", "[::1", "", "evil.test", "127.0.0.1:99999", "a".repeat(300), "x@127.0.0.1", "%", "é"];
const screens = ["/", "/sign-in", "/demo", "/outbox", "/nothing/at/all"];
const doors = [
  ...["/status/demo", "/status/demo/subscribe", "/status/demo/enter", "/status/demo/me", "/subscription/x"],
  ...["/api/v1/components", "/api/auth/session", "/api/auth/signin/email", "/invitations/x", "/api/beat/x"],
];
const oddPaths = [
  "//evil.test",
  "/\\evil.test",
  "/%5cevil",
  "/_next/data/x/y.json",
  "/_next/image?url=x",
  "/?%FF=1",
];

let port = 0;

/** The whole answer to a request as written, or "" when there was none in time. */
function ask(method: string, path: string, head: string[], body = ""): Promise<string> {
  const lines = [`${method} ${path} HTTP/1.1`, ...head, `Content-Length: ${Buffer.byteLength(body)}`];
  const isEnded = head.some((line) => line.includes("Connection:"));
  if (!isEnded) lines.push("Connection: close");
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    // A line that is kept open has answered once its head is there.
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
      if (isEnded && answer.includes("\r\n\r\n")) socket.destroy();
    });
    socket.setTimeout(20_000, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => done(answer));
    socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  });
}

type Asked = [string, string, string[], string?];

/** What was answered with a fault of ours, with nothing, or with a way to another site. */
async function faults(all: Asked[]): Promise<string[]> {
  const found: string[] = [];
  const left = [...all];
  const take = async () => {
    for (let each = left.pop(); each; each = left.pop()) {
      const answer = await ask(...each);
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
      const location = /\r\nlocation: (\S+)/i.exec(answer)?.[1] ?? "";
      const leadsAway = location !== "" && URL.parse(location, "http://127.0.0.1")?.hostname === "evil.test";
      if (status < 200 || status >= 500 || leadsAway)
        found.push(`${each.join(" | ")} → ${status} ${location}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, take));
  return found;
}

test.beforeAll(({ baseURL }) => {
  port = Number(new URL(baseURL ?? "").port);
});

test("odd headers are no fault of ours, on any way in", async ({ baseURL }) => {
  test.setTimeout(240_000);
  const host = `Host: ${new URL(baseURL ?? "").host}`;
  const asked = [...screens, ...doors].flatMap((path) =>
    oddHeaders.flatMap((head): Asked[] => [
      ["GET", path, [host, head]],
      ["POST", path, [host, head, "Content-Type: application/x-www-form-urlencoded"], "a=1"],
    ]),
  );
  expect(await faults(asked)).toEqual([]);
});

test("bodies that nobody can read are their sender's fault", async ({ baseURL }) => {
  test.setTimeout(240_000);
  const host = `Host: ${new URL(baseURL ?? "").host}`;
  const asked = [...screens, ...doors].flatMap((path) =>
    oddBodies.flatMap(([type, body]): Asked[] => [
      ["POST", path, [host, `Content-Type: ${type}`], body],
      ["POST", path, [host, `Content-Type: ${type}`, action], body],
    ]),
  );
  expect(await faults(asked)).toEqual([]);
});

test("forged calls of our forms' actions are their sender's fault", async ({ request, baseURL }) => {
  const own = new URL(baseURL ?? "").host;
  const id = /\$ACTION_ID_([0-9a-f]{42})/.exec(await (await request.get("/sign-in")).text())?.[1] ?? "";
  expect(id).not.toBe("");
  const form = (fields: Record<string, string>) =>
    Object.entries(fields)
      .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join("")
      .concat("--x--\r\n");
  const bound = (list: string, to = id) =>
    form({ $ACTION_REF_1: "", "$ACTION_1:0": `{"id":"${to}","bound":"$@1"}`, "$ACTION_1:1": list });
  const multipart = "Content-Type: multipart/form-data; boundary=x";
  const [plain, call] = ["Content-Type: text/plain;charset=UTF-8", `Next-Action: ${id}`];
  const forged: [string[], string][] = [
    ...["garbage", "5", "[]x", '["$h1"]', "[1,2]"].map((list): [string[], string] => [
      [multipart],
      bound(list),
    ]),
    [[multipart], bound("[]", "0".repeat(42))],
    [[multipart], form({ $ACTION_REF_1: "" })],
    [[multipart], form({ [`$ACTION_ID_${"0".repeat(42)}`]: "" })],
    ...["[garbage", "", "5", "[]", '["$F1"]', "[".repeat(9000)].map((body): [string[], string] => [
      [plain, call],
      body,
    ]),
    ...["garbage", "[]", '["$B9"]', '["$nx","$K1"]', '[{},"$K1"]'].map((list): [string[], string] => [
      [multipart, call],
      form({ "0": list }),
    ]),
    ...["garbage", "null", "http://evil.test"].map((origin): [string[], string] => [
      [multipart, `Origin: ${origin}`],
      form({ [`$ACTION_ID_${id}`]: "" }),
    ]),
  ];
  for (const path of screens)
    for (const [head, body] of forged) {
      const answer = await ask("POST", path, [`Host: ${own}`, ...head], body);
      expect([path, head, body.slice(0, 80), answer.slice(0, 12)]).toEqual([
        ...[path, head, body.slice(0, 80)],
        expect.stringMatching(/^HTTP\/1\.1 4/),
      ]);
    }
});

test("odd names and addresses are no fault of ours and lead to no other site", async ({ baseURL }) => {
  test.setTimeout(120_000);
  const own = `Host: ${new URL(baseURL ?? "").host}`;
  const named = [...screens, ...doors].flatMap((path) =>
    hosts.map((host): Asked => ["GET", path, [`Host: ${host}`]]),
  );
  const addressed = oddPaths.flatMap((path) =>
    ["GET", "POST", "OPTIONS"].map((method): Asked => [method, path, [own]]),
  );
  expect(await faults([...named, ...addressed])).toEqual([]);
});

test("search engines are told which pages are for everybody", async ({ request }) => {
  const answer = await request.get("/robots.txt");
  expect([answer.status(), answer.headers()["content-type"]]).toEqual([
    200,
    expect.stringContaining("text/plain"),
  ]);
  expect(await answer.text()).toContain("Allow: /status/");
});
