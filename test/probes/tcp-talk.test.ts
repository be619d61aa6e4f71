import { readFileSync } from "node:fs";
import { createSecureContext, TLSSocket } from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { bytesOf } from "@/lib/probes/tcp";
import { checkOther, closeAll, names, serveRaw } from "./rig";

afterAll(closeAll);

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
const deps = {
  resolve: names({ "good.example": ["127.0.0.1"] }),
  secureContext: createSecureContext({ ca: fixture("ca.pem") }),
};

describe("a tcp check that talks", () => {
  it("sends what it was told and finds what it expects, in however many pieces it comes", async () => {
    const port = await serveRaw((socket) =>
      socket.once("data", (heard) => {
        if (heard.toString() !== "PING\r\n") socket.destroy();
        for (const piece of ["+", "PO", "NG\r\n"]) socket.write(piece);
      }),
    );
    const settings = { send: "PING\\r\\n", expect: "^\\+PONG" };
    expect(await checkOther("tcp", `127.0.0.1:${port}`, { settings })).toMatchObject({ verdict: "up" });
  });

  it("says what came instead, and that nothing came", async () => {
    const wrong = await serveRaw((socket) => socket.end("-ERR wrong\r\n"));
    const silent = await serveRaw((socket) => socket.end());
    const settings = { expect: "^\\+OK" };
    expect(await checkOther("tcp", `127.0.0.1:${wrong}`, { settings })).toMatchObject({
      failure: "unexpected_answer",
      detail: 'no match in "-ERR wrong\\r\\n"',
    });
    expect(await checkOther("tcp", `127.0.0.1:${silent}`, { settings })).toMatchObject({
      failure: "unexpected_answer",
      detail: "nothing came back",
    });
  });

  it("gives up on a slow drip at its deadline and on a flood at its cap", async () => {
    const drip = await serveRaw((socket) => void socket.write("."));
    const flood = await serveRaw((socket) => void socket.write("x".repeat(1_000_000)));
    const settings = { expect: "never" };
    expect(await checkOther("tcp", `127.0.0.1:${drip}`, { settings, timeoutMs: 300 })).toMatchObject({
      failure: "read_timeout",
    });
    expect(await checkOther("tcp", `127.0.0.1:${flood}`, { settings })).toMatchObject({
      failure: "unexpected_answer",
    });
  });

  it("writes escapes as the bytes they stand for", () => {
    expect(bytesOf("a\\r\\n\\x00\\xff\\\\ é")).toEqual(
      Buffer.concat([Buffer.from("a\r\n\0"), Buffer.from([255]), Buffer.from("\\ é")]),
    );
  });
});

describe("STARTTLS", () => {
  const talks = {
    smtp: {
      greeting: "220-hello\r\n220 mail\r\n",
      told: [
        ["EHLO", "250-mail\r\n250 STARTTLS\r\n"],
        ["STARTTLS", "220 go\r\n"],
      ],
    },
    imap: { greeting: "* OK ready\r\n", told: [["STARTTLS", "a1 OK begin\r\n"]] },
    pop3: { greeting: "+OK ready\r\n", told: [["STLS", "+OK begin\r\n"]] },
    ftp: { greeting: "220 ready\r\n", told: [["AUTH TLS", "234 go\r\n"]] },
    postgres: { greeting: "", told: [["", "S"]] },
  } as const;

  async function serveStartTls(kind: keyof typeof talks): Promise<number> {
    const { greeting, told } = talks[kind];
    return serveRaw((socket) => {
      const left = [...told];
      if (greeting) socket.write(greeting);
      const hear = (heard: Buffer) => {
        const [wanted, answer] = left.shift() ?? ["", ""];
        if (!heard.toString("latin1").includes(wanted)) socket.destroy();
        if (left.length === 0) {
          socket.off("data", hear);
          new TLSSocket(socket, {
            isServer: true,
            secureContext: createSecureContext({ cert: fixture("good.pem"), key: fixture("good.key") }),
          }).on("error", () => {});
        }
        socket.write(answer);
      };
      socket.on("data", hear);
    });
  }

  it.each(Object.keys(talks) as (keyof typeof talks)[])(
    "is spoken with %s, and the certificate is proven",
    async (kind) => {
      const port = await serveStartTls(kind);
      const outcome = await checkOther("tcp", `good.example:${port}`, { settings: { starttls: kind }, deps });
      expect(outcome).toMatchObject({ verdict: "up", findings: { certificate: { protocol: "TLSv1.3" } } });
      const bare = { ...deps, secureContext: createSecureContext() };
      const again = await checkOther("tls", `good.example:${port}`, {
        settings: { starttls: kind },
        deps: bare,
      });
      expect(again).toMatchObject({ failure: "tls_invalid" });
    },
  );

  it("fails where the server refuses", async () => {
    const port = await serveRaw((socket) => {
      socket.write("220 mail\r\n");
      socket.on("data", (heard) =>
        socket.write(heard.toString().startsWith("EHLO") ? "250 mail\r\n" : "454 not now\r\n"),
      );
    });
    expect(await checkOther("tcp", `127.0.0.1:${port}`, { settings: { starttls: "smtp" } })).toMatchObject({
      failure: "tls_failed",
    });
  });
});
