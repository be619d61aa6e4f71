import type { Socket } from "node:net";

/** The plain words that turn a connection into a TLS one: what to wait for and what to say, in turn. */
type Dialogue = readonly ({ hear: RegExp } | { say: string | Buffer })[];

/** Postgres' SSLRequest: its length and its code, 80877103. */
const postgresRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

const dialogues = {
  smtp: [
    { hear: /^220 [^\n]*\n$|(^|\n)220 [^\n]*\n$/ },
    { say: "EHLO probe.invalid\r\n" },
    { hear: /(^|\n)250 [^\n]*\n$/ },
    { say: "STARTTLS\r\n" },
    { hear: /(^|\n)220 [^\n]*\n$/ },
  ],
  imap: [{ hear: /(^|\n)\* OK[^\n]*\n$/i }, { say: "a1 STARTTLS\r\n" }, { hear: /(^|\n)a1 OK[^\n]*\n$/i }],
  pop3: [{ hear: /^\+OK[^\n]*\n$/ }, { say: "STLS\r\n" }, { hear: /^\+OK[^\n]*\n$/ }],
  ftp: [{ hear: /(^|\n)220 [^\n]*\n$/ }, { say: "AUTH TLS\r\n" }, { hear: /(^|\n)234 [^\n]*\n$/ }],
  postgres: [{ say: postgresRequest }, { hear: /^S$/ }],
} as const satisfies Record<string, Dialogue>;

export type StartTls = keyof typeof dialogues;

const heardMax = 16_000;

/**
 * Leads the dialogue on an open connection. `done(null)` once the peer is ready for the handshake, else what it said
 * instead; called once. The caller's deadline ends what never answers.
 */
export function startTls(socket: Socket, kind: StartTls, done: (refusal: string | null) => void): void {
  const left: Dialogue[number][] = [...dialogues[kind]];
  let heard = "";
  const end = (refusal: string | null) => {
    socket.off("data", hear);
    socket.pause();
    done(refusal);
  };
  const proceed = () => {
    for (let next = left[0]; next !== undefined && "say" in next; next = left[0]) {
      socket.write(next.say);
      left.shift();
    }
    if (left.length === 0) end(null);
  };
  const hear = (chunk: Buffer) => {
    heard += chunk.toString("latin1");
    const [next] = left;
    if (next !== undefined && "hear" in next && next.hear.test(heard)) {
      heard = "";
      left.shift();
      proceed();
    } else if (heard.length > heardMax || isRefusal(kind, heard)) {
      end(`the server does not offer TLS here: ${heard.slice(0, 100).trim()}`);
    }
  };
  socket.on("data", hear);
  proceed();
}

/** A whole line that says no. */
function isRefusal(kind: StartTls, heard: string): boolean {
  if (kind === "postgres") return heard.length > 0;
  return /(^|\n)([45]\d\d[ -]|-ERR|a1 (NO|BAD))[^\n]*\n/i.test(heard);
}
