import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A place on loopback that calls arrive at, and what it says to them. */
export type HookReceiver = {
  url: string;
  /** Bodies, oldest first. */
  heard: Record<string, unknown>[];
  answer(status: number, body: string): void;
  close(): Promise<void>;
};

export async function startHookReceiver(): Promise<HookReceiver> {
  const heard: Record<string, unknown>[] = [];
  let [status, body] = [200, "thanks"];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      heard.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      response.writeHead(status, { "content-type": "text/plain" }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    answer: (nextStatus, nextBody) => {
      [status, body] = [nextStatus, nextBody];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
