import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { untilAskedToStop } from "@/lib/server/child";
import { forwardedBy } from "@/lib/server/forwarded";
import { createFront } from "@/lib/server/front";
import { countRequest } from "@/lib/server/metrics";

// Run by page.ts as a process of its own: the public side of the web process, as lib/server/web.ts runs it, without
// Next behind it.

const [dataDir = ""] = process.argv.slice(2);
const signal = untilAskedToStop();
const front = createFront({ dataDir });
const rewriteForwarding = forwardedBy([]);
void front.start(signal).then(() => process.exit(0));
const server = createServer((request, response) => {
  response.once("close", () => countRequest("front", response.statusCode));
  rewriteForwarding(request);
  const answered = front.handle(request, response);
  if (answered === false) response.writeHead(404).end();
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
