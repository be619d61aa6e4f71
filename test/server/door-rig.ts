import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

type Answer = (request: Request) => Promise<Response>;

/** A door on a socket of its own. */
export type Door = {
  url: string;
  /** Who came, in order. */
  visits: { path: string; headers: IncomingMessage["headers"] }[];
  /** Cuts the line: whoever is connected is dropped and nobody else gets in, at the same address, until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
};

/** Serves web-standard handlers over real HTTP. `date` is what the Date header says, `host` where it listens. */
export async function openDoor(answer: Answer, date?: () => number, host = "127.0.0.1"): Promise<Door> {
  const visits: Door["visits"] = [];
  const sockets = new Set<Socket>();
  const server = createServer(async (incoming, outgoing) => {
    visits.push({ path: incoming.url ?? "", headers: incoming.headers });
    if (date) outgoing.setHeader("date", new Date(date()).toUTCString());
    await reply(outgoing, await answer(await requestOf(incoming)));
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await listen(server, 0, host);
  const { port } = server.address() as AddressInfo;
  const cut = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    visits,
    cut,
    mend: () => listen(server, port, host),
    close: () => (server.listening ? cut() : Promise.resolve()),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = "GET", url = "/", headers } = incoming;
  const body = method === "GET" || method === "HEAD" ? {} : { body: Buffer.concat(chunks) };
  const flat = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(`http://${headers.host}${url}`, { method, headers: flat, ...body });
}

async function reply(outgoing: ServerResponse, response: Response): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
