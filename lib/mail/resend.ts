import type { BatchResult, MemberResult } from "@/lib/domain/batch";
import type { PaceHeard } from "@/lib/domain/pace";
import { type BatchMessage, type BatchSender, sendTimeoutMs } from "./sender";

const answerMaxBytes = 1_000_000;

/**
 * Through Resend's batch endpoint. A batch is our own bytes rather than the client library's, because an attempt
 * must repeat the one before to the byte: the key is remembered for 24 hours together with what it was used for.
 */
export function resendSender(
  apiKey: string,
  baseUrl: string,
  { name = "resend", timeoutMs = sendTimeoutMs } = {},
): BatchSender {
  return {
    kind: "resend",
    name,
    sizeMax: 100,
    timeoutMs,
    encode: (messages) =>
      inARow([...messages.flatMap((each, at) => [at === 0 ? "[" : ",", ...encodeMessage(each)]), "]"]),
    send: (batchId, size, body) =>
      post({ url: `${baseUrl}/emails/batch`, apiKey, timeoutMs }, batchId, size, body),
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

/** Most of a batch is the same bytes a hundred times: they are copied, never made into one long text. */
function inARow(pieces: readonly (Uint8Array | string)[]): Uint8Array<ArrayBuffer> {
  // No character takes more than three bytes for each of its units.
  const most = pieces.reduce((sum, piece) => sum + piece.length * (typeof piece === "string" ? 3 : 1), 0);
  const row = Buffer.allocUnsafeSlow(most);
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

type Heard = { result: BatchResult; pace: PaceHeard };

const nothingHeard: PaceHeard = {
  limit: null,
  windowMs: null,
  remaining: null,
  resetMs: null,
  retryAfterMs: null,
};

type Door = { url: string; apiKey: string; timeoutMs: number };

async function post(
  { url, apiKey, timeoutMs }: Door,
  key: string,
  size: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<Heard> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
        "idempotency-key": key,
        "user-agent": "Probity",
        "x-batch-validation": "permissive",
      },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = (await answer.text()).slice(0, answerMaxBytes);
    const pace = paceOf(answer.headers);
    const result = judge(answer.status, text, size);
    const retryAfterMs = pace.retryAfterMs ?? 0;
    return { result: result.outcome === "retry" ? { ...result, retryAfterMs } : result, pace };
  } catch (error) {
    return {
      result: { outcome: "retry", failure: failureText(error), maybeAccepted: true },
      pace: nothingHeard,
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
  const failure = `${name}: ${message}`.slice(0, 500);
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
    if (failure !== undefined) return { senderId: null, failure: failure.slice(0, 500) };
    const taken = data[next++];
    return { senderId: String(taken?.id ?? ""), failure: null };
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
function paceOf(headers: Headers): PaceHeard {
  const seconds = (name: string) => scaled(headers.get(name), 1_000);
  const window = /;\s*w=(\d+)/.exec(headers.get("ratelimit-policy") ?? "")?.[1] ?? null;
  return {
    limit: scaled(headers.get("ratelimit-limit"), 1),
    windowMs: scaled(window, 1_000),
    remaining: scaled(headers.get("ratelimit-remaining"), 1),
    resetMs: seconds("ratelimit-reset"),
    retryAfterMs: seconds("retry-after"),
  };
}

function scaled(text: string | null, factor: number): number | null {
  const number = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? number * factor : null;
}

function failureText(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause instanceof Error ? cause.message || cause.name : String(cause)).slice(0, 500);
}
