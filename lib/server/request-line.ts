import type { IncomingMessage } from "node:http";
import { refusalOf } from "@/lib/api/problem";
import { AppError } from "@/lib/domain/errors";
import { isRouterState } from "./router-state";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * The status with which a request is turned away at the door, or null: methods nobody answers, addresses that cannot
 * be decoded, and NUL, which no text of ours holds and the database refuses. REST says the last in its own words.
 */
export function refusalAtDoor({ method = "", url = "", headers }: IncomingMessage): 400 | 405 | null {
  if (!methods.has(method)) return 405;
  const state = headers["next-router-state-tree"];
  if (state !== undefined && !isRouterState(String(state))) return 400;
  if (!url.startsWith("/") && !URL.canParse(url)) return 400;
  if (!isDecodable(url.split("?", 1)[0] ?? "")) return 400;
  return /%00/.test(url) && !url.startsWith("/api/v1/") ? 400 : null;
}

/** What such a refusal says, in the words of whoever asks: clients of the API read problem details. */
export function refusalBody(status: 400 | 405, path: string): { type: string; text: string } {
  const sentence = "This request cannot be answered.";
  if (!path.startsWith("/api/v1/")) return { type: "text/plain; charset=utf-8", text: `${sentence}\n` };
  const { problem } = refusalOf(new AppError("invalid", sentence, { status }));
  return { type: "application/problem+json", text: JSON.stringify(problem) };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** A request's path as logs may hold it: no query, and none of the secrets that are addresses of ours. */
export function loggedPath(url = ""): string {
  const [path = ""] = url.split("?", 1);
  return path.replace(/^(\/api\/beat|\/invitations|\/subscription|\/alert)\/[^/]+/, "$1/…");
}
