import type { IncomingMessage } from "node:http";

/** A year, for this name alone: what stands beside it is not ours to promise. */
const header = "max-age=31536000";

/**
 * Makes a function that says what `Strict-Transport-Security` an answer carries, or null. Only where the product is
 * reached by https, and never on a way that a trusted proxy calls plain. Ask after `forwardedBy`, which leaves in
 * `x-forwarded-proto` only what may be believed.
 */
export function strictTransportOf(publicUrl: string): (request: IncomingMessage) => string | null {
  if (!publicUrl.startsWith("https:")) return () => null;
  return ({ headers }) => (headers["x-forwarded-proto"] === "http" ? null : header);
}
