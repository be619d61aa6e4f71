import { randomBytes } from "node:crypto";
import { sqlState } from "@/db/client";
import { AppError, type ErrorCode, type FieldError } from "@/lib/domain/errors";
import { logger } from "@/lib/log";

/** The body of every refusal (RFC 9457). */
type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  errors: readonly FieldError[];
  /** Of an internal error: what to quote to whoever runs the server, whose log has the rest. */
  instance?: string;
};

export type Refusal = { problem: Problem; headers: Record<string, string> };

const statuses: Record<ErrorCode, { status: number; title: string }> = {
  invalid: { status: 400, title: "Invalid request" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not permitted" },
  not_found: { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Conflict" },
  limit: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Internal error" },
};

/** Statuses that narrow a code. */
const narrower: Readonly<Record<number, string>> = {
  405: "Method not allowed",
  412: "Changed meanwhile",
  413: "Too large",
  415: "Not JSON",
};

/** Whatever was thrown, as the outside may know it. What nobody foresaw goes to the log under an id. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof AppError && error.code !== "internal") return told(error);
  if (isCollision(error))
    return told(
      new AppError("conflict", "Two requests changed the same thing at once. Send this one again.", {
        retryAfterSeconds: 1,
      }),
    );
  return hidden(error);
}

/** A refusal as a response of its own, with whatever headers the door gives to all its answers. */
export function problemResponse({ problem, headers }: Refusal, always: Record<string, string>): Response {
  const type = { "content-type": "application/problem+json" };
  return Response.json(problem, { status: problem.status, headers: { ...always, ...headers, ...type } });
}

function told(error: AppError): Refusal {
  const { title } = statuses[error.code];
  const status = error.status ?? statuses[error.code].status;
  const problem: Problem = {
    type: `urn:probity:problem:${error.code}`,
    title: narrower[status] ?? title,
    status,
    detail: error.message,
    code: error.code,
    errors: error.errors,
  };
  const headers: Record<string, string> = {};
  if (error.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.retryAfterSeconds);
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="Probity"';
  return { problem, headers };
}

function hidden(error: unknown): Refusal {
  const id = `err_${randomBytes(8).toString("hex")}`;
  const isDown = isUnreachable(error);
  logger("api").error({ err: error, id }, isDown ? "the database cannot be reached" : "a request failed");
  const detail = isDown
    ? "The database cannot be reached at the moment. Send the request again in a few seconds."
    : `Something failed on our side. Send the request again; if it fails again, quote ${id}.`;
  const problem: Problem = {
    type: "urn:probity:problem:internal",
    title: statuses.internal.title,
    status: 500,
    detail,
    code: "internal",
    errors: [],
    instance: `urn:probity:error:${id}`,
  };
  return { problem, headers: { "retry-after": isDown ? "5" : "1" } };
}

/** Deadlock, serialisation failure, or a lock that was not free in time: nothing was written, and a second try may pass. */
function isCollision(error: unknown): boolean {
  return ["40P01", "40001", "55P03"].includes(sqlState(error) ?? "");
}

const lostConnection = /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|CONNECT|CONNECTION_|57P0|08)/;

function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string" && lostConnection.test(code)) return true;
  }
  return false;
}
