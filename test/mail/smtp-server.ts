import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** How the server behaves at one of its turns: the answer's line, or "drop" to hang up without a word. */
export type Script = { greeting?: string; rcpt?: string; data?: string; body?: string };

/** A real SMTP conversation on loopback, as obedient or as broken as the script says. */
export async function smtpServer(script: Script = {}) {
  const accepted: string[] = [];
  let attempts = 0;
  const server = createServer((socket) => {
    attempts += 1;
    converse(socket, script, (body) => accepted.push(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    accepted,
    attempts: () => attempts,
    close: () => new Promise((done) => server.close(done)),
  };
}

function converse(socket: Socket, script: Script, accept: (body: string) => void): void {
  let pending = "";
  let inBody = false;
  const say = (line: string) => (line === "drop" ? socket.destroy() : socket.write(`${line}\r\n`));
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    pending += chunk.toString();
    for (;;) {
      const end = pending.indexOf(inBody ? "\r\n.\r\n" : "\r\n");
      if (end < 0) return;
      const text = pending.slice(0, end);
      pending = pending.slice(end + (inBody ? 5 : 2));
      if (inBody) {
        inBody = false;
        const answer = script.body ?? "250 taken as 42";
        if (answer.startsWith("250") || answer === "drop") accept(text);
        say(answer);
        continue;
      }
      const answer = answerTo(text, script);
      inBody = answer.startsWith("354");
      say(answer);
    }
  });
  say(script.greeting ?? "220 test");
}

function answerTo(line: string, script: Script): string {
  const verb = line.slice(0, 4).toUpperCase();
  if (verb === "RCPT") return script.rcpt ?? "250 fine";
  if (verb === "DATA") return script.data ?? "354 go on";
  return verb === "QUIT" ? "221 bye" : "250 fine";
}
