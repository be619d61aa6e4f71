import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { MailMessage } from "@/lib/domain/delivery";
import { senderFor } from "@/lib/mail/choose";
import { resendSender } from "@/lib/mail/resend";
import { smtpSender } from "@/lib/mail/smtp";
import { type Script, smtpServer } from "./smtp-server";

const message: MailMessage = {
  id: "dlv_1",
  organizationId: "org_1",
  replyTo: null,
  from: "Acme <status@acme.test>",
  to: "ana@example.test",
  subject: "Grüße",
  html: "<p>Hello</p>",
  text: "Hello\n",
  headers: { "X-Entity-Ref-ID": "dlv_1", "Message-ID": "<dlv_1@acme.test>" },
};

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function overSmtp(script: Script) {
  const server = await smtpServer(script);
  closers.push(server.close);
  return { result: await smtpSender(server.url).send(message), server };
}

type Request = { headers: IncomingHttpHeaders; body: Record<string, unknown> };

async function overResend(status: number, answer: object, headers: Record<string, string> = {}) {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const result = await resendSender("re_test", `http://127.0.0.1:${port}`).send(message);
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  return { result, requests };
}

describe("SMTP", () => {
  it("hands over one message with both bodies and our identifier", async () => {
    const { result, server } = await overSmtp({});
    expect(result).toEqual({ outcome: "accepted", senderId: "250 taken as 42" });
    expect(server.accepted[0]).toContain("Message-ID: <dlv_1@acme.test>");
    expect(server.accepted[0]).toContain("text/html");
    expect(server.accepted[0]).toContain("text/plain");
  });

  it("stops for good when the message itself is refused", async () => {
    expect((await overSmtp({ rcpt: "550 no such mailbox" })).result.outcome).toBe("refused");
    expect((await overSmtp({ body: "554 spam" })).result.outcome).toBe("refused");
  });

  it("tries again after a temporary answer, and when the server itself is in trouble", async () => {
    const retry = { outcome: "retry", maybeAccepted: false };
    expect((await overSmtp({ rcpt: "451 later" })).result).toMatchObject(retry);
    expect((await overSmtp({ body: "452 full" })).result).toMatchObject(retry);
    expect((await overSmtp({ greeting: "554 not today" })).result).toMatchObject(retry);
    expect((await overSmtp({ rcpt: "drop" })).result).toMatchObject(retry);
    expect(await smtpSender("smtp://127.0.0.1:1").send(message)).toMatchObject(retry);
  });

  it("R7.2 calls an answer that is lost after DATA uncertain", async () => {
    const { result, server } = await overSmtp({ body: "drop" });
    expect(result.outcome).toBe("uncertain");
    expect(server.accepted).toHaveLength(1);
  });
});

describe("Resend", () => {
  it("sends under the delivery's identifier as idempotency key", async () => {
    const { result, requests } = await overResend(200, { id: "re_42" });
    expect(result).toEqual({ outcome: "accepted", senderId: "re_42" });
    expect(requests[0]?.headers["idempotency-key"]).toBe("dlv_1");
    expect(requests[0]?.body).toMatchObject({ to: "ana@example.test", subject: "Grüße", text: "Hello\n" });
  });

  it("waits as long as it is told when there were too many", async () => {
    const body = { name: "rate_limit_exceeded", message: "slow down", statusCode: 429 };
    const { result } = await overResend(429, body, { "retry-after": "7" });
    expect(result).toMatchObject({ outcome: "retry", retryAfterMs: 7_000, maybeAccepted: false });
  });

  it("tries again when the server fails or does not answer", async () => {
    const body = { name: "internal_server_error", message: "oops", statusCode: 500 };
    expect((await overResend(500, body)).result).toMatchObject({ outcome: "retry", maybeAccepted: true });
    const silent = await resendSender("re_test", "http://127.0.0.1:1").send(message);
    expect(silent).toMatchObject({ outcome: "retry", maybeAccepted: true });
  });

  it("stops for good when the message itself is refused", async () => {
    const body = { name: "validation_error", message: "bad address", statusCode: 422 };
    expect((await overResend(422, body)).result.outcome).toBe("refused");
  });
});

describe("the choice of sender", () => {
  const none = { resendApiKey: null, resendBaseUrl: "https://api.resend.com", smtpUrl: null };

  it("follows the environment, and stays local without one", () => {
    expect(senderFor(none).kind).toBe("local");
    expect(senderFor({ ...none, resendApiKey: "re_1" }).kind).toBe("resend");
    expect(senderFor({ ...none, smtpUrl: "smtps://u:p@mail.test" }).kind).toBe("smtp");
  });
});
