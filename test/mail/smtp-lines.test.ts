import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import type { MailMessage } from "@/lib/domain/delivery";
import { smtpSender } from "@/lib/mail/smtp";

const messageTo = (to: string): MailMessage => ({
  id: "dlv_1",
  organizationId: "org_1",
  replyTo: null,
  from: "Acme <status@acme.test>",
  to,
  subject: "Hello",
  html: "<p>Hello</p>",
  text: "Hello\n",
  headers: {},
});
const addresses = (count: number) => Array.from({ length: count }, (_, index) => `n${index}@b.test`);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A real server that counts connections, and a sender to it. */
async function rig(options: SMTPServerOptions = {}, keepMs?: number) {
  const taken: string[] = [];
  const seen = { connections: 0, open: 0, most: 0 };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onConnect(_, done) {
      seen.connections += 1;
      seen.open += 1;
      seen.most = Math.max(seen.most, seen.open);
      done();
    },
    onClose() {
      seen.open -= 1;
    },
    onData(stream, session, done) {
      stream.resume().on("end", () => {
        taken.push(recipientOf(session));
        done();
      });
    },
    ...options,
  });
  server.on("error", () => {});
  const sockets: Socket[] = [];
  server.server.on("connection", (socket: Socket) => sockets.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const user = options.onAuth ? "ana:secret@" : "";
  const sender = smtpSender(`smtp://${user}127.0.0.1:${port}`, keepMs);
  closers.push(() => new Promise<void>((done) => server.close(done)), sender.close);
  /** What a server does to connections that nobody uses. */
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  return { sender, taken, seen, hangUp };
}

const recipientOf = ({ envelope }: SMTPServerSession) => envelope.rcptTo[0]?.address ?? "";

describe("SMTP connections", () => {
  it("carry one message after another, never more of them than messages at once", async () => {
    const logins: unknown[] = [];
    const { sender, taken, seen } = await rig({
      authMethods: ["PLAIN"],
      allowInsecureAuth: true,
      onAuth(auth, _, done) {
        logins.push(auth.password);
        done(null, { user: auth.username });
      },
    });
    const all = addresses(60);
    for (let at = 0; at < all.length; at += sender.parallel)
      await Promise.all(all.slice(at, at + sender.parallel).map((to) => sender.send(messageTo(to))));
    expect(taken.toSorted()).toEqual(all.toSorted());
    expect(seen.connections).toBe(sender.parallel);
    expect(logins).toEqual(Array(sender.parallel).fill("secret"));
  });

  it("are changed after a hundred messages, before the server does it", async () => {
    const { sender, taken, seen } = await rig();
    for (const to of addresses(101)) await sender.send(messageTo(to));
    expect(taken).toHaveLength(101);
    expect(seen).toMatchObject({ connections: 2, most: 1 });
  });

  it("are closed when there is nothing to carry", async () => {
    const { sender, seen } = await rig({}, 20);
    await sender.send(messageTo("a@b.test"));
    expect(seen.open).toBe(1);
    await expect.poll(() => seen.open).toBe(0);
    expect(await sender.send(messageTo("c@d.test"))).toMatchObject({ outcome: "accepted" });
    expect(seen.connections).toBe(2);
  });

  it("that the server dropped meanwhile cost no message and no attempt", async () => {
    const { sender, taken, seen, hangUp } = await rig();
    await Promise.all(addresses(3).map((to) => sender.send(messageTo(to))));
    hangUp();
    const results = await Promise.all(addresses(3).map((to) => sender.send(messageTo(to))));
    expect(results.map((result) => result.outcome)).toEqual(["accepted", "accepted", "accepted"]);
    expect(taken).toHaveLength(6);
    expect(seen.connections).toBe(6);
  });

  it("that the server ends with a word at the next message are no word about that message", async () => {
    let turns = 0;
    const { sender, taken } = await rig({
      onMailFrom(_, __, done) {
        turns += 1;
        done(turns === 2 ? Object.assign(new Error("idle for too long"), { responseCode: 421 }) : null);
      },
    });
    for (const to of ["a@b.test", "c@d.test"])
      expect(await sender.send(messageTo(to))).toMatchObject({ outcome: "accepted" });
    expect([taken, turns]).toEqual([["a@b.test", "c@d.test"], 3]);
  });

  it("are not kept after a refusal, which stops no other message", async () => {
    const { sender, taken, seen } = await rig({
      onRcptTo({ address }, _, done) {
        done(address.startsWith("no") ? Object.assign(new Error("no such"), { responseCode: 550 }) : null);
      },
    });
    const outcomes: string[] = [];
    for (const to of ["a@b.test", "nobody@b.test", "c@d.test"])
      outcomes.push((await sender.send(messageTo(to))).outcome);
    expect(outcomes).toEqual(["accepted", "refused", "accepted"]);
    expect(taken).toEqual(["a@b.test", "c@d.test"]);
    expect(seen.connections).toBe(2);
  });

  it("R7.2 lost after DATA on a kept one leave it uncertain: nobody is written to twice", async () => {
    const taken: string[] = [];
    const { sender, hangUp } = await rig({
      onData(stream, session, done) {
        stream.resume().on("end", () => {
          taken.push(recipientOf(session));
          if (taken.length < 2) done();
          else hangUp();
        });
      },
    });
    expect(await sender.send(messageTo("a@b.test"))).toMatchObject({ outcome: "accepted" });
    expect(await sender.send(messageTo("c@d.test"))).toMatchObject({ outcome: "uncertain" });
    expect(taken).toEqual(["a@b.test", "c@d.test"]);
  });
});
