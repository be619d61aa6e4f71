import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";

/** What a service said. `sentWhole` when it had read all of the body by then, and nobody holds the bytes any more. */
type CallAnswer = { status: number; headers: IncomingHttpHeaders; text: string; sentWhole: boolean };

export type Call = (headers: Readonly<Record<string, string>>, body: Uint8Array) => Promise<CallAnswer>;

const answerMaxBytes = 1_000_000;

/**
 * POST after POST to one address over connections that are kept. The bytes of a body go to the socket as they are, where
 * `fetch` copies each first, which at half a megabyte a call is most of what the garbage collector has to do. Rejects
 * when no whole answer came within `timeoutMs`; a redirect is an answer like any other.
 */
export function callOver(address: string, timeoutMs: number): Call {
  const url = new URL(address);
  const isTls = url.protocol === "https:";
  const agent = isTls ? new TlsAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  return (headers, body) =>
    new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const length = { "content-length": body.length };
      const options = { method: "POST", agent, signal, headers: { ...headers, ...length } };
      const sent = (isTls ? httpsRequest : httpRequest)(url, options);
      sent.on("error", (error) => reject(signal.aborted ? tooSlow(timeoutMs) : error));
      sent.on("response", (message) => {
        textOf(message).then(
          (text) => {
            const { statusCode: status = 0, headers } = message;
            resolve({ status, headers, text, sentWhole: sent.writableFinished });
          },
          (error: unknown) => reject(signal.aborted ? tooSlow(timeoutMs) : error),
        );
      });
      sent.end(body);
    });
}

function tooSlow(timeoutMs: number): Error {
  return new Error(`no answer within ${timeoutMs / 1_000} s`);
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > answerMaxBytes) throw new Error("the answer is too long");
  }
  return Buffer.concat(chunks).toString("utf8");
}
