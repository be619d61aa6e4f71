import { once } from "node:events";
import { createServer } from "node:http";
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
  const sender = smtpSender(server.url);
  closers.push(async () => sender.close(), server.close);
  return { result: await sender.send(message), server };
}

/** One call with a batch of two, to a server that answers so whatever it is asked. */
async function overResend(status: number, answer: object, headers: Record<string, string> = {}) {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const heard = await resendSender("re_test", `http://127.0.0.1:${port}`).send(
    "bat_1",
    2,
    new Uint8Array([91, 93]),
  );
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  return heard;
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
  it("tells what was taken from what was refused, by their places in the batch", async () => {
    const answer = { data: [{ id: "re_42" }], errors: [{ index: 0, message: "bad address" }] };
    const members = [
      { senderId: null, failure: "bad address" },
      { senderId: "re_42", failure: null },
    ];
    expect((await overResend(200, answer)).result).toEqual({ outcome: "taken", members });
  });

  it("asks again when the answer does not fit the batch: under the same key it gets the same one", async () => {
    const retry = { outcome: "retry", maybeAccepted: true };
    expect((await overResend(200, { data: [{ id: "re_42" }] })).result).toMatchObject(retry);
    expect((await overResend(200, { odd: true })).result).toMatchObject(retry);
  });

  it("waits as long as it is told when there were too many, and learns the pace", async () => {
    const body = { name: "rate_limit_exceeded", message: "slow down", statusCode: 429 };
    const headers = {
      "retry-after": "7",
      "ratelimit-limit": "5",
      "ratelimit-remaining": "0",
      "ratelimit-reset": "1",
    };
    const { result, pace } = await overResend(429, body, headers);
    expect(result).toMatchObject({ outcome: "retry", maybeAccepted: false });
    expect(pace).toEqual({ limit: 5, windowMs: null, remaining: 0, resetMs: 1_000, retryAfterMs: 7_000 });
  });

  it("tries again when the server fails or does not answer", async () => {
    const body = { name: "internal_server_error", message: "oops", statusCode: 500 };
    expect((await overResend(500, body)).result).toMatchObject({ outcome: "retry", maybeAccepted: true });
    const silent = await resendSender("re_test", "http://127.0.0.1:1").send("bat_1", 1, new Uint8Array(2));
    expect(silent.result).toMatchObject({ outcome: "retry", maybeAccepted: true });
  });

  it("waits for people when the key is wrong, and stops when the batch is", async () => {
    const wrongKey = { name: "restricted_api_key", message: "no", statusCode: 401 };
    expect((await overResend(401, wrongKey)).result).toMatchObject({
      outcome: "retry",
      maybeAccepted: false,
    });
    const invalid = { name: "validation_error", message: "bad address", statusCode: 422 };
    expect((await overResend(422, invalid)).result.outcome).toBe("refused");
  });

  it("R7.2 calls a key that is known with other words uncertain", async () => {
    const other = { name: "invalid_idempotent_request", message: "other payload", statusCode: 409 };
    expect((await overResend(409, other)).result.outcome).toBe("uncertain");
    const busy = { name: "concurrent_idempotent_requests", message: "busy", statusCode: 409 };
    expect((await overResend(409, busy)).result).toMatchObject({ outcome: "retry", maybeAccepted: true });
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
