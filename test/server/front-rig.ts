import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { isTroubled, viewPage } from "@/lib/domain/page-view";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { storePublication, takeSnapshots } from "@/lib/operations/publish";
import { encodePublication } from "@/lib/render/publication";
import { createFront, type Front } from "@/lib/server/front";

export type RunningFront = {
  front: Front;
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>;
  close(): Promise<void>;
};

type Answer = { status: number; headers: IncomingMessage["headers"]; body: Buffer; text: string };

/** A front on a real socket; what it leaves to Next is answered 404 with the address Next would see. */
export async function startFront(dataDir: string, clock: () => Ms): Promise<RunningFront> {
  const stop = new AbortController();
  const front = createFront({ dataDir, clock });
  const following = front.start(stop.signal);
  const server = createServer(async (incoming, response) => {
    if (!(await front.handle(incoming, response))) response.writeHead(404).end(`next: ${incoming.url}`);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    front,
    get: (path, headers = {}, method = "GET") => ask(port, path, headers, method),
    async close() {
      stop.abort();
      await following;
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function ask(port: number, path: string, headers: Record<string, string>, method: string): Promise<Answer> {
  return new Promise((done, fail) => {
    const outgoing = request({ host: "127.0.0.1", port, path, headers, method, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const body = Buffer.concat(chunks);
        done({ status: incoming.statusCode ?? 0, headers: incoming.headers, body, text: body.toString() });
      });
    });
    outgoing.on("error", fail).end();
  });
}

/** What the job does, at a time of the test's own. */
export async function publishAt(scope: TenantScope, now: Ms): Promise<void> {
  for (const snapshot of await takeSnapshots(scope, "http://127.0.0.1:3000", now)) {
    const view = viewPage(snapshot);
    const encoded = await encodePublication(view, snapshot.known);
    await storePublication(scope, snapshot, { isTroubled: isTroubled(view), ...encoded });
  }
}
