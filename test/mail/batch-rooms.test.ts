import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { resendSender } from "@/lib/mail/resend";
import type { BatchMessage } from "@/lib/mail/sender";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Held = { body: string; answer: ServerResponse };

/** A provider that answers a call when the test says so. */
async function patientProvider(timeoutMs: number) {
  const held: Held[] = [];
  const waiting: ((call: Held) => void)[] = [];
  const server = createServer(async (request, answer) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const call = { body, answer };
    const waiter = waiting.shift();
    if (waiter) waiter(call);
    else held.push(call);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sender: resendSender("re_test", url, { timeoutMs }),
    next: async () => held.shift() ?? (await new Promise<Held>((resolve) => waiting.push(resolve))),
  };
}

const mail = (word: string): BatchMessage => ({
  envelope: {
    ...{ id: `dlv_${word}`, organizationId: "org_1", replyTo: null, from: "status@acme.test" },
    ...{ to: "ana@example.test", headers: {} },
  },
  words: [`"subject":"${word}"`, new TextEncoder().encode(`,"html":"${word.repeat(50_000)}"`)],
});

const taken = (answer: ServerResponse) => answer.end(JSON.stringify({ data: [{ id: "re_1" }] }));

describe("the bytes of a batch", () => {
  it("stay as they were encoded while others are encoded and sent, and make room once they were taken", async () => {
    const { sender, next } = await patientProvider(30_000);
    const first = sender.encode([mail("first")]);
    const asEncoded = Buffer.from(first);
    const sending = sender.send("bat_1", 1, first);
    const call = await next();
    const second = sender.encode([mail("second")]);
    expect(second.buffer).not.toBe(first.buffer);
    expect(asEncoded.equals(first)).toBe(true);
    expect(call.body).toBe(asEncoded.toString());

    taken(call.answer);
    expect((await sending).result.outcome).toBe("taken");
    expect(sender.encode([mail("third")]).buffer).toBe(first.buffer);
    expect(sender.encode([mail("again")]).buffer).not.toBe(first.buffer);
  });

  it("make no room for others when nobody knows whether they were read", async () => {
    const { sender, next } = await patientProvider(50);
    const body = sender.encode([mail("lost")]);
    const sending = sender.send("bat_1", 1, body);
    await next();
    expect((await sending).result).toMatchObject({ outcome: "retry", maybeAccepted: true });
    expect(sender.encode([mail("next")]).buffer).not.toBe(body.buffer);
  });

  it("make room at once when they are kept for later, and never twice", async () => {
    const { sender } = await patientProvider(50);
    const body = sender.encode([mail("ready")]);
    sender.letGo(body);
    sender.letGo(body);
    expect(sender.encode([mail("one")]).buffer).toBe(body.buffer);
    expect(sender.encode([mail("two")]).buffer).not.toBe(body.buffer);
    sender.letGo(new Uint8Array(10_000_000));
    expect(sender.encode([mail("three")]).byteLength).toBeLessThan(10_000_000);
  });
});
