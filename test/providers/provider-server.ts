import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSecureContext } from "node:tls";
import { addressPolicy } from "@/lib/net/address";
import type { FetchDeps } from "@/lib/providers/fetch";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A provider on a real socket that behaves, path by path, as a test says. */
export type FakeProvider = {
  url: string;
  /** What each path was asked, in order. */
  asked: IncomingMessage[];
  at(path: string, answer: Answer): string;
  close(): Promise<void>;
};

export async function fakeProvider(): Promise<FakeProvider> {
  const answers = new Map<string, Answer>();
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const answer = answers.get(request.url?.split("?")[0] ?? "");
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  server.on("clientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    at(path, answer) {
      answers.set(path, answer);
      return `${url}${path}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** May reach exactly these doors of this machine. */
export function fetchDeps(doors: readonly string[] = [], changes: Partial<FetchDeps> = {}): FetchDeps {
  const exceptions = doors.map((door) => new URL(door).host);
  return {
    now: Date.now,
    resolve: async () => ({ failure: "dns_not_found" }),
    policy: addressPolicy([], exceptions),
    secureContext: createSecureContext(),
    userAgent: "Probity test",
    ...changes,
  };
}

export type Part = { id: string; name: string; status: string };

/** A Statuspage summary with these components and open incidents. */
export function summary(indicator: string, components: Part[], incidents: object[] = []): string {
  return JSON.stringify({
    page: { id: "abcdefghijkl", name: "Fake", url: "https://fake.example" },
    status: { indicator, description: "-" },
    components: components.map((each) => ({ ...each, group: false })),
    incidents,
    scheduled_maintenances: [],
  });
}

export function json(text: string, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(200, { "content-type": "application/json", ...headers }).end(text);
  };
}
