import type { IncomingHttpHeaders } from "node:http";
import type { BatchResult, MemberResult } from "@/lib/domain/batch";
import type { PaceHeard } from "@/lib/domain/pace";
import { type Call, callOver } from "./batch-call";
import { type BatchMessage, type BatchSender, sendTimeoutMs } from "./sender";

/**
 * Through Resend's batch endpoint. A batch is our own bytes rather than the client library's, because an attempt
 * must repeat the one before to the byte: the key is remembered for 24 hours together with what it was used for.
 */
export function resendSender(
  apiKey: string,
  baseUrl: string,
  { name = "resend", timeoutMs = sendTimeoutMs } = {},
): BatchSender {
  const call = callOver(`${baseUrl}/emails/batch`, timeoutMs);
  const rows = spareRows();
  return {
    kind: "resend",
    name,
    sizeMax: 100,
    timeoutMs,
    encode: (messages) =>
      inARow(
        [...messages.flatMap((each, at) => [at === 0 ? "[" : ",", ...encodeMessage(each)]), "]"],
        rows.take,
      ),
    letGo: rows.giveBack,
    async send(batchId, size, body) {
      const { heard, sentWhole } = await post(call, headersOf(apiKey, batchId), size, body);
      if (sentWhole) rows.giveBack(body);
      return heard;
    },
  };
}

/** The tags come back with every event, and say whose it is even when the answer to the call was lost. */
function encodeMessage({ envelope, words }: BatchMessage): (Uint8Array | string)[] {
  const { id, organizationId, from, replyTo, to, headers } = envelope;
  const rest = {
    ...{ from, to: [to], headers },
    ...(replyTo === null ? {} : { reply_to: replyTo }),
    tags: [
      { name: "organization", value: organizationId },
      { name: "delivery", value: id },
    ],
  };
  return [`${JSON.stringify(rest).slice(0, -1)},`, ...words, "}"];
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Most of a batch is the same bytes a hundred times: they are copied, never made into one long text. */
function inARow(pieces: readonly (Uint8Array | string)[], take: (size: number) => Bytes): Bytes {
  // No character takes more than three bytes for each of its units.
  const most = pieces.reduce((sum, piece) => sum + piece.length * (typeof piece === "string" ? 3 : 1), 0);
  const room = take(most);
  const row = Buffer.from(room.buffer, room.byteOffset, room.byteLength);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === "string") at += row.write(piece, at);
    else {
      row.set(piece, at);
      at += piece.length;
    }
  }
  return row.subarray(0, at);
}

const spareRowsMax = 32;

/**
 * Bodies that were read to their end make room for later ones: half a megabyte a call, left to the garbage collector,
 * would wake it all the time. Only what was lent is taken back, and once; what never comes back, the collector finds.
 */
function spareRows() {
  const spare: ArrayBuffer[] = [];
  const lent = new WeakSet<ArrayBufferLike>();
  return {
    take(size: number): Bytes {
      const at = spare.findIndex((each) => each.byteLength >= size);
      const [room = new ArrayBuffer(Math.ceil(size * 1.125))] = at < 0 ? [] : spare.splice(at, 1);
      lent.add(room);
      return new Uint8Array(room);
    },
    giveBack({ buffer }: Uint8Array): void {
      if (!lent.delete(buffer)) return;
      // The newest fits what is written now.
      if (spare.unshift(buffer as ArrayBuffer) > spareRowsMax) spare.pop();
    },
  };
}

type Heard = { result: BatchResult; pace: PaceHeard };

const nothingHeard: PaceHeard = {
  limit: null,
  windowMs: null,
  remaining: null,
  resetMs: null,
  retryAfterMs: null,
};

function headersOf(apiKey: string, key: string): Record<string, string> {
  return {
    authorization: `Bearer ${apiKey}`,
    "content-type": "application/json",
    "idempotency-key": key,
    "user-agent": "Probity",
    "x-batch-validation": "permissive",
  };
}

async function post(
  call: Call,
  headers: Record<string, string>,
  size: number,
  body: Uint8Array,
): Promise<{ heard: Heard; sentWhole: boolean }> {
  try {
    const { status, headers: said, text, sentWhole } = await call(headers, body);
    const pace = paceOf(said);
    const result = judge(status, text, size);
    const retryAfterMs = pace.retryAfterMs ?? 0;
    return {
      heard: { result: result.outcome === "retry" ? { ...result, retryAfterMs } : result, pace },
      sentWhole,
    };
  } catch (error) {
    const failure = asFailure(error instanceof Error ? error.message || error.name : String(error));
    return {
      heard: { result: { outcome: "retry", failure, maybeAccepted: true }, pace: nothingHeard },
      sentWhole: false,
    };
  }
}

/** What an answer means for the batch; its own words where it has some. */
function judge(status: number, text: string, size: number): BatchResult {
  const value = parse(text);
  if (status === 200 || status === 201) {
    const members = membersOf(value, size);
    if (members) return { outcome: "taken", members };
    return { outcome: "retry", failure: "the answer could not be read", maybeAccepted: true };
  }
  const name = typeof value.name === "string" ? value.name : `HTTP ${status}`;
  const message = typeof value.message === "string" ? value.message : "no reason was given";
  const failure = asFailure(`${name}: ${message}`);
  // The key is known with other words in it: an earlier attempt was taken.
  if (name === "invalid_idempotent_request") return { outcome: "uncertain", failure };
  if (name === "concurrent_idempotent_requests") return { outcome: "retry", failure, maybeAccepted: true };
  if (status === 429) return { outcome: "retry", failure, maybeAccepted: false };
  if (status >= 500 || status < 400) return { outcome: "retry", failure, maybeAccepted: true };
  // A wrong or restricted key or an unverified domain is mended by people, and the mail still wants to leave.
  if ([401, 403, 408].includes(status)) return { outcome: "retry", failure, maybeAccepted: status === 408 };
  return { outcome: "refused", failure };
}

/** Identifiers of what was taken stand in the order of the batch without what was refused. */
function membersOf(value: Record<string, unknown>, size: number): MemberResult[] | null {
  const { data, errors = [] } = value;
  if (!Array.isArray(data) || !Array.isArray(errors) || data.length + errors.length !== size) return null;
  const failures = new Map(
    errors.map((error) => [Number(error?.index), String(error?.message ?? "refused")]),
  );
  if (failures.size !== errors.length) return null;
  let next = 0;
  return Array.from({ length: size }, (_, index) => {
    const failure = failures.get(index);
    if (failure !== undefined) return { senderId: null, failure: asFailure(failure) };
    const taken = data[next++];
    return { senderId: asFailure(String(taken?.id ?? "")), failure: null };
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** The fields of the IETF's RateLimit headers that Resend sends; seconds in, milliseconds out. */
function paceOf(headers: IncomingHttpHeaders): PaceHeard {
  const said = (name: string) => String(headers[name] ?? "");
  const seconds = (name: string) => scaled(said(name), 1_000);
  const window = /;\s*w=(\d+)/.exec(said("ratelimit-policy"))?.[1] ?? "";
  return {
    limit: scaled(said("ratelimit-limit"), 1),
    windowMs: scaled(window, 1_000),
    remaining: scaled(said("ratelimit-remaining"), 1),
    resetMs: seconds("ratelimit-reset"),
    retryAfterMs: seconds("retry-after"),
  };
}

function scaled(text: string, factor: number): number | null {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? number * factor : null;
}

/** Somebody else's words as a column of text takes them. */
function asFailure(words: string): string {
  return words.replaceAll("\u0000", "").slice(0, 500);
}
