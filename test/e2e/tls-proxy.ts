import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";

const fixture = (name: string) => readFileSync(`test/fixtures/tls/${name}`);

/** A proxy that ends TLS in front of an installation, as Caddy does, and passes the name on that was asked for. */
export async function startTlsProxy(target: string): Promise<{ port: number; stop: () => void }> {
  const server: Server = createServer({ cert: fixture("good.pem"), key: fixture("good.key") }, (from, to) => {
    const client = from.socket.remoteAddress ?? "";
    const headers = { ...from.headers, "x-forwarded-for": client, "x-forwarded-proto": "https" };
    const outgoing = request(target + from.url, { method: from.method ?? "GET", headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(to);
    });
    outgoing.on("error", () => to.destroy());
    from.pipe(outgoing);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}
