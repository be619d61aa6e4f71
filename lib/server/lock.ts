import { createHash } from "node:crypto";
import { unlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Lock = { release(): Promise<void> };

/**
 * A lock between processes of one machine that dies with its holder, even by `kill -9`: the holder listens on
 * a local socket named after `subject`. Null when somebody else holds it.
 */
export async function tryLock(subject: string): Promise<Lock | null> {
  const address = addressOf(subject);
  let server = await listen(address);
  if (!server && isFile(address) && !(await answers(address))) {
    unlinkSync(address);
    server = await listen(address);
  }
  if (!server) return null;
  const held = server;
  // The holder's work keeps the process alive, not its lock.
  held.unref();
  return { release: () => new Promise((done) => held.close(() => done())) };
}

/** Whether some process holds the lock now. */
export function isLocked(subject: string): Promise<boolean> {
  return answers(addressOf(subject));
}

/** Waits for the lock, at most `timeoutMs`; `onWait` is called once if it has to. Null when time is up. */
export async function waitForLock(
  subject: string,
  timeoutMs: number,
  onWait: () => void,
): Promise<Lock | null> {
  const pauseMs = 250;
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += pauseMs) {
    const lock = await tryLock(subject);
    if (lock) return lock;
    if (waitedMs === 0) onWait();
    await new Promise((wake) => setTimeout(wake, pauseMs));
  }
  return null;
}

/** Linux has socket names outside the file system, which vanish with the process; elsewhere a file may be left over. */
function addressOf(subject: string): string {
  const digest = createHash("sha256").update(subject).digest("hex").slice(0, 24);
  return process.platform === "linux" ? `\0probity-${digest}` : join(tmpdir(), `probity-${digest}.sock`);
}

function isFile(address: string): boolean {
  return !address.startsWith("\0");
}

function listen(address: string): Promise<Server | null> {
  return new Promise((done) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", () => done(null));
    server.listen(address, () => done(server));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}
