/** The codes a broken rule can carry; each maps to one HTTP status at the door (API.md "Codes"). */
export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "limit"
  | "internal";

/** One field's complaint: `path` is dotted from the body's root ("settings.method"), "" for the whole. */
export type FieldError = { path: string; message: string };

/** What an adapter may want to say beyond the code. `status` narrows a code (413 and 415 are `invalid`, 412 is `conflict`). */
export type ErrorDetails = {
  errors?: readonly FieldError[];
  status?: number;
  retryAfterSeconds?: number;
  cause?: unknown;
};

/**
 * The only exception of the product for broken rules and permissions. `message` is a sentence for the user
 * that says what to do; the cause stays inside. The world's failures are values, never this.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[];
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = "AppError";
    this.code = code;
    this.errors = details.errors ?? [];
    this.status = details.status;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** A rule of the input was broken; names the field so that a form or a client can point at it. */
export function invalid(path: string, message: string): AppError {
  return new AppError("invalid", sentenceOf({ path, message }), { errors: [{ path, message }] });
}

/** A complaint as a sentence: a phrase follows the name of its field, a sentence of its own stays as it is. */
export function sentenceOf({ path, message }: FieldError): string {
  if (!/^\p{Ll}/u.test(message)) return message;
  return `${path === "" ? "The input" : path} ${message}.`.replace(/\.+$/, ".");
}

/** What a scope may not see does not exist (404, never 403, across tenants). */
export function notFound(noun: string): AppError {
  return new AppError("not_found", `No such ${noun}.`);
}

/** Throws `conflict` (412) when the caller worked from another version than the stored one. */
export function refuseOtherVersion(noun: string, version: number, ifMatch: number | null | undefined): void {
  if (ifMatch === undefined || ifMatch === null || ifMatch === version) return;
  const message = `The ${noun} was changed meanwhile. Read it again and repeat the change.`;
  throw new AppError("conflict", message, { status: 412 });
}

/** A programmer's mistake: never shown to a user, always a bug. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
