import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { isMachineItself, relayedHeader } from "@/lib/auth/machine";
import { forwardedBy } from "@/lib/server/forwarded";

/** Sends a request as written over a real socket from loopback; whether the entry takes it for the machine itself. */
async function isTakenForMachine(head: string, trusted: readonly string[] = []): Promise<boolean> {
  const rewrite = forwardedBy(trusted);
  const server = createServer();
  const seen = new Promise<IncomingMessage>((done) =>
    server.once("request", (request, response) => {
      rewrite(request);
      done(request);
      response.end();
    }),
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.end(head);
  const { headers } = await seen;
  server.close();
  const client = String(headers["x-forwarded-for"] ?? "");
  return isMachineItself({ client, host: headers.host ?? "", relayed: relayedHeader in headers });
}

const ask = "GET /outbox HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n";

it("takes a browser on the machine for the machine itself", async () => {
  expect(await isTakenForMachine(`${ask}\r\n`)).toBe(true);
});

it.each([
  ["Apache, which asks for our own name", `${ask}X-Forwarded-For: 203.0.113.7\r\n\r\n`],
  ["a proxy that names only the scheme", `${ask}X-Forwarded-Proto: https\r\n\r\n`],
  ["a proxy that names only itself", `${ask}Via: 1.1 varnish\r\n\r\n`],
  ["nginx as it comes", "GET /outbox HTTP/1.0\r\nHost: 127.0.0.1:3000\r\n\r\n"],
])("R6.6 a stranger does not read the machine's outbox through %s", async (_proxy, head) => {
  expect(await isTakenForMachine(head)).toBe(false);
});

it("R6.6 nor through a trusted proxy that claims a loopback client", async () => {
  expect(await isTakenForMachine(`${ask}X-Forwarded-For: 127.0.0.1\r\n\r\n`, ["127.0.0.0/8"])).toBe(false);
});
