import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the server behaves at one call; "hang" never answers, the other way round than it took the batch or not. */
export type Mood =
  | "fine"
  | "429"
  | "500"
  | "500 after taking"
  | "hang after taking"
  | "hang"
  | "drop after taking"
  /** As if the key had been used with other words. */
  | "disown after taking";

export type TakenMail = {
  key: string;
  id: string;
  to: string;
  delivery: string;
  organization: string;
  mail: Record<string, unknown>;
};

type Kept = { hash: string; answer: object };
type Options = {
  apiKey?: string;
  /** In the RateLimit headers; more calls in a second are refused. */
  perSecond?: number;
  /** Of the seconds that are counted. */
  clock?: () => number;
  mood?: (call: number, key: string) => Mood;
  /** Members to refuse, by address. */
  refuses?: (to: string) => string | null;
};

/**
 * A mail provider on a real socket that keeps the documented contract of Resend's batch endpoint and complains of
 * whoever does not: paths, headers, sizes, idempotency, rate limits.
 */
export async function resendServer({
  apiKey = "re_test",
  perSecond = 1_000,
  clock = Date.now,
  mood = () => "fine",
  refuses = () => null,
}: Options = {}) {
  const taken: TakenMail[] = [];
  const complaints: string[] = [];
  const keys = new Map<string, Kept>();
  const calls: { at: number; key: string; size: number; bytes: string }[] = [];
  let window = { at: 0, used: 0 };

  const server = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const key = String(request.headers["idempotency-key"] ?? "");
    complaints.push(...complaintsOf(request, key, body, apiKey));
    const hash = createHash("sha256").update(body).digest("hex");
    calls.push({ at: Date.now(), key, size: JSON.parse(body.toString()).length, bytes: hash });
    const feels = mood(calls.length, key);
    const answer = (status: number, value: object, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...limits(), ...headers });
      response.end(JSON.stringify(value));
    };
    const limits = () => ({
      "ratelimit-limit": String(perSecond),
      "ratelimit-remaining": String(Math.max(0, perSecond - window.used)),
      "ratelimit-reset": "1",
    });
    const now = clock();
    if (now >= window.at + 1_000) window = { at: now, used: 0 };
    window.used += 1;
    if (feels === "429" || window.used > perSecond)
      return answer(
        429,
        { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests" },
        { "retry-after": "1" },
      );
    if (feels === "500")
      return answer(500, { statusCode: 500, name: "internal_server_error", message: "Oops" });
    if (feels === "hang") return;
    const otherWords = {
      statusCode: 409,
      name: "invalid_idempotent_request",
      message: "Same key, other payload",
    };
    const known = keys.get(key);
    if (known && known.hash !== hash) return answer(409, otherWords);
    const accepted = known?.answer ?? accept(JSON.parse(body.toString()), key);
    keys.set(key, { hash, answer: accepted });
    if (feels === "500 after taking")
      return answer(500, { statusCode: 500, name: "internal_server_error", message: "Oops" });
    if (feels === "hang after taking") return;
    if (feels === "disown after taking") return answer(409, otherWords);
    if (feels === "drop after taking") return void request.socket.destroy();
    answer(200, accepted);
  }

  function accept(mails: Record<string, unknown>[], key: string) {
    const data: object[] = [];
    const errors: object[] = [];
    for (const [index, mail] of mails.entries()) {
      const to = String((mail.to as string[])[0]);
      const refusal = refuses(to);
      if (refusal !== null) {
        errors.push({ index, message: refusal });
        continue;
      }
      const id = `00000000-0000-4000-8000-${String(taken.length).padStart(12, "0")}`;
      const tags = Object.fromEntries(
        (mail.tags as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
      );
      taken.push({ key, id, to, delivery: tags.delivery ?? "", organization: tags.organization ?? "", mail });
      data.push({ id });
    }
    return errors.length > 0 ? { data, errors } : { data };
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    complaints,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function complaintsOf(request: IncomingMessage, key: string, body: Buffer, apiKey: string): string[] {
  const found: string[] = [];
  const expect = (isTrue: boolean, what: string) => {
    if (!isTrue) found.push(what);
  };
  const { headers } = request;
  expect(request.method === "POST" && request.url === "/emails/batch", `${request.method} ${request.url}`);
  expect(headers.authorization === `Bearer ${apiKey}`, "authorization");
  expect(/^application\/json/.test(headers["content-type"] ?? ""), "content type");
  expect((headers["user-agent"] ?? "") !== "", "Resend refuses calls without a user agent");
  expect(key.length > 0 && key.length <= 256, "idempotency key");
  expect(headers["x-batch-validation"] === "permissive", "validation mode");
  expect(body.length <= 40_000_000, "size");
  const mails: Record<string, unknown>[] = JSON.parse(body.toString());
  expect(Array.isArray(mails) && mails.length >= 1 && mails.length <= 100, `a batch of ${mails.length}`);
  const known = new Set(["from", "to", "subject", "html", "text", "headers", "reply_to", "tags"]);
  for (const mail of mails) {
    expect(
      Object.keys(mail).every((name) => known.has(name)),
      `fields ${Object.keys(mail)}`,
    );
    expect(typeof mail.from === "string" && typeof mail.subject === "string", "from and subject");
    expect(Array.isArray(mail.to) && mail.to.length === 1, "one recipient");
    expect(/^[^@]+@[\x21-\x7e]+$/.test(String((mail.to as string[])[0])), "a domain that is no A-label");
    expect(typeof mail.html === "string" && typeof mail.text === "string", "both bodies");
    const texts = [
      mail.from,
      mail.subject,
      ...(mail.to as string[]),
      ...Object.values(mail.headers as object),
    ];
    expect(!texts.some((text) => /[\r\n]/.test(String(text))), "a header that breaks its line");
    for (const tag of mail.tags as { name: string; value: string }[])
      expect(/^[\w-]{1,256}$/.test(tag.name) && /^[\w-]{1,256}$/.test(tag.value), `tag ${tag.name}`);
  }
  return found;
}
