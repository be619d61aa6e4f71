import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { afterAll } from "vitest";
import { listen } from "./rig";

type Reply = {
  code?: number;
  authentic?: boolean;
  truncated?: boolean;
  /** Type and data of each record. */
  records?: readonly [number, Buffer][];
  /** Sent instead of an answer. */
  raw?: Buffer;
};

const sockets: ReturnType<typeof createSocket>[] = [];
afterAll(() => {
  for (const socket of sockets) socket.close();
});

/** A name server on loopback, the same port on UDP and TCP: what it hears, and what `reply` says. */
export async function serveDns(
  reply: (question: { bytes: Buffer; over: "udp" | "tcp" }) => Reply | null,
): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const tcp = createServer((socket) =>
    socket.on("data", (framed) => {
      const bytes = framed.subarray(2);
      asked.push("tcp");
      const answered = reply({ bytes, over: "tcp" });
      if (answered === null) return;
      const message = answerTo(bytes, answered);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      // In two pieces, as networks like to do.
      socket.write(Buffer.concat([length, message.subarray(0, 5)]));
      socket.write(message.subarray(5));
    }),
  );
  const port = await listen(tcp);
  const udp = createSocket("udp4");
  sockets.push(udp);
  udp.on("message", (bytes, from) => {
    asked.push("udp");
    const answered = reply({ bytes, over: "udp" });
    if (answered !== null) udp.send(answerTo(bytes, answered), from.port, from.address);
  });
  await new Promise<void>((resolve) => udp.bind(port, "127.0.0.1", resolve));
  return { address: `127.0.0.1:${port}`, asked };
}

/** The question as it came, its header turned into an answer's, then the records by a pointer to the name. */
function answerTo(query: Buffer, { code = 0, authentic, truncated, records = [], raw }: Reply): Buffer {
  if (raw !== undefined) return raw;
  const end = query.indexOf(0, 12) + 5;
  const head = Buffer.from(query.subarray(0, end));
  head.writeUInt16BE(0x8180 | code | (authentic ? 0x20 : 0) | (truncated ? 0x0200 : 0), 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt16BE(0, 10);
  const bodies = records.map(([type, data]) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(300, 6);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, ...bodies]);
}

export const ipv4 = (text: string): [number, Buffer] => [1, Buffer.from(text.split(".").map(Number))];

/** A name without compression. */
export function wireName(name: string): Buffer {
  const labels = name.split(".").filter(Boolean);
  const parts = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

export const txt = (...pieces: string[]): [number, Buffer] => [
  16,
  Buffer.concat(pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)]))),
];
