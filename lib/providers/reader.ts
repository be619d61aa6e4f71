import { Worker } from "node:worker_threads";
import type { Reading } from "@/lib/domain/reading";
import { secondMs } from "@/lib/domain/time";
import { finding } from "./adapter";
import type { ProviderDocument } from "./index";
import type { Read } from "./poll";

/** Longer than any honest document takes, and than the worst of eight megabytes. */
const readWithinMs = 6 * secondMs;
const memoryMb = 256;

type Waiting = { document: ProviderDocument; done: (reading: Reading) => void };

/**
 * Reads documents one after another on a thread of its own, so that eight hostile megabytes hold up nothing else in the
 * process. A document that takes too long or too much memory costs its thread; the next one gets a new thread.
 */
export class Reader {
  #thread: Worker | null = null;
  #current: (Waiting & { id: number; timer: NodeJS.Timeout }) | null = null;
  readonly #queue: Waiting[] = [];
  #count = 0;
  readonly #withinMs: number;

  constructor(withinMs: number = readWithinMs) {
    this.#withinMs = withinMs;
  }

  readonly read: Read = (document) =>
    new Promise((done) => {
      this.#queue.push({ document, done });
      this.#next();
    });

  async stop(): Promise<void> {
    for (const { document, done } of this.#queue.splice(0)) done(unread(document, "The reader was stopped."));
    this.#end("The reader was stopped.");
    await this.#thread?.terminate();
  }

  #next(): void {
    if (this.#current !== null) return;
    const waiting = this.#queue.shift();
    if (waiting === undefined) return;
    this.#count += 1;
    const timer = setTimeout(() => this.#drop("The document takes too long to read."), this.#withinMs);
    this.#current = { ...waiting, id: this.#count, timer };
    this.#thread ??= this.#start();
    this.#thread.postMessage({ id: this.#count, document: waiting.document });
  }

  #start(): Worker {
    const thread = new Worker(new URL("./reader-thread.ts", import.meta.url), {
      execArgv: ["--import", "tsx"],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    thread.unref();
    thread.on("message", ({ id, reading }: { id: number; reading: Reading }) => {
      if (id === this.#current?.id) this.#settle(reading);
    });
    thread.on("error", () => {
      if (this.#thread === thread) this.#drop("The document takes too much memory to read.");
    });
    return thread;
  }

  #settle(reading: Reading): void {
    const current = this.#current;
    if (current === null) return;
    clearTimeout(current.timer);
    this.#current = null;
    current.done(reading);
    this.#next();
  }

  /** Gives the thread up together with what it was reading. */
  #drop(reason: string): void {
    void this.#thread?.terminate();
    this.#thread = null;
    this.#end(reason);
  }

  #end(reason: string): void {
    if (this.#current !== null) this.#settle(unread(this.#current.document, reason));
  }
}

function unread(document: ProviderDocument, reason: string): Reading {
  return { ...finding({ reason }), format: document.format ?? null, parseError: true };
}
