import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Domain = { id: string; name: string; status: string; checks: number };
type Call = { method: string; path: string };
/** What to answer instead; null goes on as usual. "hang" never answers, "drop" takes the call and breaks the line. */
type Trouble = { status: number; body: string } | "hang" | "drop after" | null;

/** The part of Resend that knows domains, on a real socket, as its documentation has it. */
export async function domainServer({
  apiKey = "re_test",
  trouble = () => null,
}: {
  apiKey?: string;
  trouble?: (call: Call, count: number) => Trouble;
} = {}) {
  const domains: Domain[] = [];
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const call = { method: request.method ?? "", path: request.url ?? "" };
    calls.push(`${call.method} ${call.path}`);
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof value === "string" ? value : JSON.stringify(value));
    };
    const refuse = (statusCode: number, name: string, message: string) =>
      answer(statusCode, { statusCode, name, message });
    const bad = trouble(call, calls.length);
    if (bad === "hang") return;
    if (bad !== null && bad !== "drop after") return answer(bad.status, bad.body);
    if (request.headers.authorization !== `Bearer ${apiKey}`)
      return refuse(401, "invalid_api_key", "API key is invalid");
    const [, , id, act] = call.path.split("/");
    const found = domains.find((each) => each.id === id);
    const shown = (each: Domain) => ({
      object: "domain",
      ...each,
      records: recordsOf(each),
      region: "eu-west-1",
    });
    const done = (status: number, value: unknown) =>
      bad === "drop after" ? void request.socket.destroy() : answer(status, value);
    if (call.method === "POST" && id === undefined) {
      const { name } = JSON.parse(body) as { name: string };
      if (!name.includes(".")) return refuse(422, "validation_error", "The domain is not valid.");
      if (domains.some((each) => each.name === name))
        return refuse(403, "validation_error", "The domain has been registered already.");
      const made = { id: `dom_${domains.length + 1}`, name, status: "not_started", checks: 0 };
      domains.push(made);
      return done(201, shown(made));
    }
    if (call.method === "GET" && id === undefined)
      return done(200, { object: "list", data: domains.map(shown) });
    if (!found) return refuse(404, "not_found", "Domain not found");
    if (call.method === "POST" && act === "verify") {
      found.checks += 1;
      found.status = "pending";
      return done(200, { object: "domain", id });
    }
    return done(200, shown(found));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    domains,
    calls,
    close() {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function recordsOf({ name, status }: Domain) {
  const record = { status, ttl: "Auto" };
  return [
    {
      ...record,
      record: "SPF",
      name: "send",
      type: "MX",
      value: "feedback-smtp.eu-west-1.amazonses.com",
      priority: 10,
    },
    { ...record, record: "DKIM", name: `resend._domainkey.${name}`, type: "TXT", value: "p=MIGfMA0" },
  ];
}
