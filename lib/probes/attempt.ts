import type { SecureContext } from "node:tls";
import type { FailureWord, Outcome, Phases, RunSettings } from "@/lib/domain/check";
import type { ProbeType } from "@/lib/domain/check-settings";
import type { Findings } from "@/lib/domain/findings";
import type { Ms } from "@/lib/domain/time";
import type { AddressPolicy } from "@/lib/net/address";
import type { Resolve } from "@/lib/net/resolve";
import type { Fitness } from "./fitness";

/** What a probe needs of the process around it. */
export type ProbeDeps = {
  /** The wall clock. */
  now: () => Ms;
  /** Milliseconds that never go back (`performance.now`); the fitness uses the same one. */
  monotonic: () => number;
  resolve: Resolve;
  policy: AddressPolicy;
  /** One for the process: making it costs more than a whole check. */
  secureContext: SecureContext;
  fitness: Fitness;
  /** Resolvers that `dns` checks ask, `address` or `address:port`; those of the machine when left out. */
  nameServers?: readonly string[];
  /** The program that sends echo requests; the system's own when left out. */
  pingCommand?: string;
};

/** Runs one check. Resolves always; the world's failures are words in the outcome. */
export type Probe<T extends ProbeType> = (
  target: string,
  run: RunSettings<T>,
  signal: AbortSignal,
  deps: ProbeDeps,
) => Promise<Outcome>;

export type Failure = { failure: FailureWord; detail: string | null };

export type Stage = "dns" | "connect" | "tls" | "firstByte" | "transfer";

const timeoutWords = {
  dns: "dns_timeout",
  connect: "connect_timeout",
  tls: "tls_timeout",
  firstByte: "read_timeout",
  transfer: "read_timeout",
} as const satisfies Record<Stage, FailureWord>;

/** Failures that say nothing about the target. */
const ours: ReadonlySet<FailureWord> = new Set(["probe_failed", "cancelled"]);
const detailLength = 300;

/** One run on its way: its deadline, the time spent in each stage, and the single way it ends. */
export class Attempt {
  stage: Stage = "dns";
  /** What is to be kept of the run besides its verdict. */
  readonly findings: Findings = {};
  readonly #run: RunSettings;
  readonly #signal: AbortSignal;
  readonly #deps: ProbeDeps;
  readonly #startedAt: Ms;
  readonly #began: number;
  readonly #deadline: NodeJS.Timeout;
  readonly #spent: Record<Stage, number> = { dns: -1, connect: -1, tls: -1, firstByte: -1, transfer: -1 };
  #since: number | null = null;
  /** What our own side took besides, which is no time of the target's. */
  #besideMs = 0;
  #stopped: Failure | null = null;
  #held: { destroy(): void } | null = null;
  #settle: ((failure: Failure) => void) | null = null;

  constructor(run: RunSettings, signal: AbortSignal, deps: ProbeDeps) {
    this.#run = run;
    this.#signal = signal;
    this.#deps = deps;
    this.#startedAt = deps.now();
    this.#began = deps.monotonic();
    this.#deadline = setTimeout(this.#expire, run.timeoutMs);
    signal.addEventListener("abort", this.#cancel);
    if (signal.aborted) this.#cancel();
  }

  /** Ends the stage under way and begins the next; stages of later redirects add up. */
  enter(stage: Stage): void {
    this.#closeStage();
    this.stage = stage;
    this.#since = this.#deps.monotonic();
  }

  /** The socket that {@link end} closes when the run fails. */
  hold(socket: { destroy(): void }): void {
    this.#held = socket;
  }

  /** Waits for what `start` settles, or for the deadline or the caller's abort, whichever comes first. */
  wait<T>(start: (settle: (value: T | Failure) => void) => void): Promise<T | Failure> {
    if (this.#stopped !== null) return Promise.resolve(this.#stopped);
    return new Promise((resolve) => {
      this.#settle = resolve;
      start(resolve);
    });
  }

  /** Closes the run. Without a failure it was up, or degraded when it took too long for that. */
  end(httpStatus: number | null, failed: Failure | null): Outcome {
    this.#closeStage();
    clearTimeout(this.#deadline);
    this.#signal.removeEventListener("abort", this.#cancel);
    if (failed !== null) this.#held?.destroy();
    const totalMs = this.elapsedMs();
    const { degradedAfterMs, timeoutMs } = this.#run;
    const slow = degradedAfterMs !== null && totalMs > degradedAfterMs;
    return {
      startedAt: this.#startedAt,
      verdict: failed !== null ? "down" : slow ? "degraded" : "up",
      ok: failed === null,
      failure: failed?.failure ?? null,
      detail: failed?.detail?.slice(0, detailLength) ?? null,
      httpStatus,
      phases: this.#phases(totalMs),
      suspect:
        (failed !== null && ours.has(failed.failure)) ||
        this.#deps.fitness.unfitSince(this.#began, timeoutMs),
      ...(Object.keys(this.findings).length === 0 ? {} : { findings: this.findings }),
    };
  }

  /** Milliseconds since the run began, without what our own side took. */
  elapsedMs(): number {
    return this.#deps.monotonic() - this.#began - this.#besideMs;
  }

  /** Ends the stage under way, of which only `ms` were the target's. */
  tookOnly(ms: number): void {
    this.#closeStage();
    this.#besideMs += Math.max(0, this.#spent[this.stage] - ms);
    this.#spent[this.stage] = Math.min(ms, this.#spent[this.stage]);
  }

  #phases(totalMs: number): Phases {
    const { dns, connect, tls, firstByte, transfer } = this.#spent;
    return {
      dnsMs: whole(dns),
      connectMs: whole(connect),
      tlsMs: whole(tls),
      firstByteMs: whole(firstByte),
      transferMs: whole(transfer),
      totalMs: Math.round(totalMs),
    };
  }

  #closeStage(): void {
    if (this.#since === null) return;
    this.#spent[this.stage] = Math.max(0, this.#spent[this.stage]) + this.#deps.monotonic() - this.#since;
    this.#since = null;
  }

  readonly #expire = (): void => this.#stop({ failure: timeoutWords[this.stage], detail: null });

  readonly #cancel = (): void => this.#stop({ failure: "cancelled", detail: null });

  #stop(failure: Failure): void {
    this.#stopped ??= failure;
    this.#settle?.(this.#stopped);
  }
}

function whole(ms: number): number | null {
  return ms < 0 ? null : Math.round(ms);
}
