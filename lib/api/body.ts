import { AppError, invalid } from "@/lib/domain/errors";

const defaultMaxBytes = 1_000_000;
const depthMax = 40;
const jsonType = /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i;

/** Which body a route takes. */
export type BodyRule = { maxBytes?: number | undefined; optional?: boolean | undefined };

/**
 * The JSON value of a request: 415 when it is not JSON, 413 as soon as more than `maxBytes` (1 MB) have come in,
 * 400 when it cannot be read. An optional body that is absent is an empty object.
 */
export async function readJson(request: Request, rule: BodyRule): Promise<unknown> {
  const maxBytes = rule.maxBytes ?? defaultMaxBytes;
  const type = request.headers.get("content-type");
  if (type !== null && !jsonType.test(type)) throw notJson();
  if (!["", "identity"].includes(request.headers.get("content-encoding") ?? "")) throw notJson();
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) {
    if (rule.optional) return {};
    throw invalid("", "The request needs a JSON body.");
  }
  if (type === null) throw notJson();
  const value = parse(bytes);
  checkStorable(value, "", 0);
  return value;
}

/** Reads no further than the limit, so that a large body costs its sender more than us. */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => {});
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "it is not UTF-8";
    throw new AppError("invalid", `The body is not valid JSON: ${why.slice(0, 200)}`, {
      errors: [{ path: "", message: "is not valid JSON" }],
    });
  }
}

/** Refuses what the database cannot keep as it was sent: NUL, half of a surrogate pair, a bottomless nest. */
export function checkStorable(value: unknown, path: string, depth: number): void {
  if (typeof value === "string") {
    const complaint = textComplaint(value);
    if (complaint) throw invalid(path, complaint);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (depth >= depthMax) throw invalid(path, `is nested deeper than ${depthMax} levels`);
  for (const key of Object.keys(value)) {
    const inner = path === "" ? key : `${path}.${key}`;
    if (key === "__proto__") throw invalid(inner, "is not a known field");
    const complaint = textComplaint(key);
    if (complaint) throw invalid(path, `has a name that ${complaint}`);
    checkStorable((value as Record<string, unknown>)[key], inner, depth + 1);
  }
}

function textComplaint(text: string): string | null {
  if (text.includes("\u0000")) return "holds a NUL character";
  return text.isWellFormed() ? null : "holds half of a surrogate pair";
}

function notJson(): AppError {
  return new AppError("invalid", "Send the body as JSON, with Content-Type: application/json.", {
    status: 415,
  });
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("invalid", `The body is larger than ${maxBytes / 1_000_000} MB, the most this takes.`, {
    status: 413,
  });
}
