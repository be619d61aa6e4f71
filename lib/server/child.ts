/**
 * For a process started by the supervisor: a signal that aborts when it is asked to stop, and when the
 * supervisor is gone, even by `kill -9`. Ctrl-C in a terminal reaches every process of the group; only the
 * supervisor listens to it, so that the order of stopping is its own.
 */
export function untilAskedToStop(): AbortSignal {
  const asked = new AbortController();
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => asked.abort());
  process.on("disconnect", () => asked.abort());
  process.on("message", (message) => {
    if (message === "stop") asked.abort();
  });
  return asked.signal;
}

/**
 * Any uncaught error ends the process, for the supervisor to start it anew, unless `outlive` says that it has dealt
 * with it.
 */
export function endOnUncaught(
  outlive: (error: unknown) => boolean,
  tell: (error: Error, fatal: boolean) => void,
): void {
  process.on("uncaughtException", (error) => {
    const fatal = !outlive(error);
    tell(error, fatal);
    if (fatal) process.exit(1);
  });
}
