import { randomInt } from "node:crypto";
import type { Socket as UdpSocket } from "node:dgram";
import type { Destination } from "@/lib/net";
import type { Attempt, Failure } from "./attempt";
import { type DnsAnswer, decodeAnswer, encodeQuery } from "./dns-message";
import { failureOf } from "./failure";

export type DnsQuestion = { name: string; type: number; dnssec: boolean };

/** A question that got no answer is asked again after this long: datagrams get lost. */
const askAgainMs = 1_500;

/** Asks one name server over UDP, and over TCP when the answer does not fit (RFC 7766). */
export async function ask(
  server: Destination,
  question: DnsQuestion,
  attempt: Attempt,
): Promise<DnsAnswer | Failure> {
  attempt.enter("firstByte");
  const answer = await overUdp(server, question, attempt);
  if ("failure" in answer || !answer.isTruncated) return answer;
  attempt.enter("transfer");
  return overTcp(server, question, attempt);
}

function overUdp(server: Destination, question: DnsQuestion, attempt: Attempt): Promise<DnsAnswer | Failure> {
  return attempt.wait<DnsAnswer>((settle) => {
    const id = randomInt(65_536);
    const socket = server.openUdp();
    const again = setInterval(() => socket.send(encode(id, question)), askAgainMs);
    attempt.hold({ destroy: () => close(socket, again) });
    const end = (value: DnsAnswer | Failure) => {
      close(socket, again);
      settle(value);
    };
    socket.on("error", (error) => end(failureOf(error, "connect")));
    socket.on("connect", () => socket.send(encode(id, question)));
    socket.on("message", (bytes) => {
      const answer = decodeAnswer(bytes);
      if (answer !== null && isTo(answer, id, question)) end(answer);
    });
  });
}

const closed = new WeakSet<UdpSocket>();

function close(socket: UdpSocket, again: NodeJS.Timeout): void {
  clearInterval(again);
  if (closed.has(socket)) return;
  closed.add(socket);
  socket.close();
}

function overTcp(server: Destination, question: DnsQuestion, attempt: Attempt): Promise<DnsAnswer | Failure> {
  return attempt.wait<DnsAnswer>((settle) => {
    const id = randomInt(65_536);
    const socket = server.openTcp();
    attempt.hold(socket);
    let heard = Buffer.alloc(0);
    const end = (value: DnsAnswer | Failure) => {
      socket.destroy();
      settle(value);
    };
    socket.on("error", (error) => end(failureOf(error, attempt.stage)));
    socket.once("end", () => end({ failure: "protocol_error", detail: "the server hung up" }));
    socket.once("connect", () => socket.write(framed(encode(id, question))));
    socket.on("data", (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      if (heard.length < 2 || heard.length < 2 + heard.readUInt16BE(0)) return;
      const answer = decodeAnswer(heard.subarray(2, 2 + heard.readUInt16BE(0)));
      const isOurs = answer !== null && isTo(answer, id, question);
      end(isOurs ? answer : { failure: "protocol_error", detail: "the answer is no DNS message of ours" });
    });
  });
}

function encode(id: number, { name, type, dnssec }: DnsQuestion): Buffer {
  return encodeQuery(id, name, type, dnssec);
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** Only an answer to this very question counts; anything else may be forged. */
function isTo(answer: DnsAnswer, id: number, { name, type }: DnsQuestion): boolean {
  const { question } = answer;
  if (answer.id !== id || question === null) return false;
  return question.type === type && question.name === `${name.toLowerCase().replace(/\.$/, "")}.`;
}
