import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, it } from "vitest";
import { loggedPath, refusalAtDoor, refusalBody } from "@/lib/server/request-line";

/** What the door says to a request line as it comes over a real socket. */
async function answerTo(line: string, header = ""): Promise<number | null> {
  const server = createServer();
  const seen = new Promise<IncomingMessage>((done) =>
    server.once("request", (request, response) => {
      done(request);
      response.end();
    }),
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.end(`${line} HTTP/1.1\r\nHost: a.test\r\n${header}\r\n`);
  const refusal = refusalAtDoor(await seen);
  server.close();
  return refusal;
}

describe("what nobody can answer is turned away, and is no error of ours", () => {
  it.each([
    ["GET /sign-in?callbackUrl=%2Facme", null],
    ["GET /status/demo/%E2%9C%93", null],
    ["GET http://a.test/healthz", null],
    ["GET /api/v1/components?q=%00", null],
    ["GET /status/%00/ledger/cmp_1.ndjson", 400],
    ["GET /outbox?q=%00", 400],
    ["GET /%ff", 400],
    ["GET /%E2%9C", 400],
    ["OPTIONS *", 400],
    ["TRACE /", 405],
    ["PROPFIND /", 405],
  ])("%s: %s", async (line, expected) => {
    expect(await answerTo(line)).toBe(expected);
  });
});

describe("the words of a refusal at the door", () => {
  it("are problem details for clients of the API, and one line for everybody else", () => {
    const told = refusalBody(400, "/api/v1/components/%");
    expect(told.type).toBe("application/problem+json");
    expect(JSON.parse(told.text)).toMatchObject({ status: 400, code: "invalid", errors: [] });
    expect(refusalBody(405, "/status/demo").type).toBe("text/plain; charset=utf-8");
  });
});

describe("what Next cannot read of a router's state is turned away, for Next answers it 500", () => {
  const stateOf = (state: unknown) => encodeURIComponent(JSON.stringify(state));
  const screen = ["", { children: [["organization", "acme", "d", null], { children: ["__PAGE__", {}] }] }];
  const deep = (levels: number): unknown => (levels === 0 ? ["", {}] : ["", { children: deep(levels - 1) }]);
  it.each([
    ["a screen's own", stateOf(screen), null],
    ["one with all that Next's client adds", stateOf([...screen, null, "refetch", 4]), null],
    ["one with the address it was made for", stateOf(["", {}, ["/a", "/b"], null, 1]), null],
    ["words", "garbage", 400],
    ["a broken escape", "%E0%A4%A", 400],
    ["JSON of another shape", stateOf({ children: 1 }), 400],
    ["a number", "1", 400],
    ["an unknown marker", stateOf(["", {}, null, "delete-everything"]), 400],
    ["more depth than any screen", stateOf(deep(300)), 400],
    ["nothing", "", 400],
  ])("%s", async (_, state, expected) => {
    expect(await answerTo("GET /acme", `Next-Router-State-Tree: ${state}\r\n`)).toBe(expected);
  });

  it("two of them", async () => {
    const twice = `Next-Router-State-Tree: ${stateOf(screen)}\r\n`.repeat(2);
    expect(await answerTo("GET /acme", twice)).toBe(400);
  });
});

describe("R8.3 logs hold no token", () => {
  it.each([
    ["/api/auth/callback/email?token=secret&email=a%40b.test", "/api/auth/callback/email"],
    ["/sign-in/confirm?token=secret", "/sign-in/confirm"],
    ["/invitations/secret", "/invitations/…"],
    ["/api/beat/secret", "/api/beat/…"],
    ["/api/beat/secret/fail?x=1", "/api/beat/…/fail"],
    ["/subscription/secret", "/subscription/…"],
    ["/subscription/secret/unsubscribe", "/subscription/…/unsubscribe"],
    ["/alert/secret", "/alert/…"],
    ["/status/demo/history", "/status/demo/history"],
  ])("%s → %s", (url, expected) => {
    expect(loggedPath(url)).toBe(expected);
  });
});
