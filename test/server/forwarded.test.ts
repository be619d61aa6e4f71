import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { forwardedBy, isLocal } from "@/lib/server/forwarded";

/** Sends real headers over a real socket from loopback and tells what the product believes of them. */
async function believed(trusted: string[], headers: Record<string, string>) {
  const rewrite = forwardedBy(trusted);
  let local = false;
  let seen: IncomingHttpHeaders = {};
  const server = createServer((incoming, response) => {
    local = isLocal(incoming);
    rewrite(incoming);
    seen = incoming.headers;
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done, fail) => {
    const sent = request({ port, host: "127.0.0.1", agent: false, headers: { host: "a.test", ...headers } });
    sent.once("response", (response) => response.resume().once("end", done));
    sent.once("error", fail);
    sent.end();
  });
  server.close();
  return { local, client: seen["x-forwarded-for"], host: seen.host, proto: seen["x-forwarded-proto"] };
}

const lies = {
  "x-forwarded-for": "8.8.8.8, 9.9.9.9",
  "x-forwarded-host": "b.test",
  "x-forwarded-proto": "https",
};

test("R6.6 a stranger's forwarding headers are dropped", async () => {
  expect(await believed([], lies)).toEqual({
    local: false,
    client: "127.0.0.1",
    host: "a.test",
    proto: undefined,
  });
});

test("R6.6 behind a trusted proxy the client is the last address it saw, not the first one claimed", async () => {
  const answer = await believed(["127.0.0.0/8"], lies);
  expect(answer).toEqual({ local: false, client: "9.9.9.9", host: "b.test", proto: "https" });
  const chained = await believed(["127.0.0.0/8", "9.9.9.0/24"], lies);
  expect(chained.client).toBe("8.8.8.8");
});

test("a request from this machine that came through no proxy is local", async () => {
  expect((await believed([], {})).local).toBe(true);
});
