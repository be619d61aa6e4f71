import { inEngine } from "@/db/client";
import { insertOutcomes, type OutcomeRow } from "@/db/queries/outcome";
import { type ClaimedRun, claimRuns } from "@/db/queries/schedule";
import { engineScope, systemScope } from "@/lib/auth/scope";
import type { Outcome } from "@/lib/domain/check";
import { type Ms, secondMs } from "@/lib/domain/time";
import { settleMax, settleMonitors } from "@/lib/operations/verdicts";
import type { ProbeRun } from "./probe-run";

export type CheckEngineOptions = {
  workerId: string;
  regions: readonly string[];
  clock: () => Ms;
  run: ProbeRun;
  signal: AbortSignal;
  /** What went wrong on our side; the engine goes on. */
  complain: (what: string, error: unknown) => void;
  /** Runs are claimed this long before they are due, so that each starts when it is due and not when we ask. */
  claimAheadMs?: number;
  /** How long an outcome may wait for others to be stored with; one that may change a verdict waits a quarter of it. */
  batchWithinMs?: number;
};

/** An outcome on its way into the database; `watched` says that it may change its monitor's verdict. */
type Kept = { row: OutcomeRow; watched: boolean };

/** Runs at once; more would only wait for each other's turn on the CPU. */
const concurrency = 200;
/** Runs claimed and not yet stored: the bound of everything this engine holds in memory. */
const outstandingMax = 2_000;
const claimMax = 500;
const claimGraceMs = 10 * secondMs;
const batchMax = 500;
/**
 * Runs due within so short a time start together, at its end: a process that wakes up for each of them spends more on
 * waking than on the run.
 */
const togetherMs = 25;
const retryMs = secondMs;

/**
 * Claims due runs, runs them, stores their outcomes in batches and asks for verdicts. Holds no truth: what is lost
 * with it is run again by whoever finds the claim expired, and stored once.
 */
export class CheckEngine {
  readonly #options: Required<CheckEngineOptions>;
  readonly #ready: ClaimedRun[] = [];
  /** What starts at an instant to come. */
  readonly #planned = new Map<Ms, { timer: NodeJS.Timeout; runs: ClaimedRun[] }>();
  #waiting = 0;
  #outcomes: Kept[] = [];
  #running = 0;
  #flush: { at: number; timer: NodeJS.Timeout } | null = null;
  #storing: Promise<void> | null = null;
  /** Organization → monitors whose verdict may have changed. */
  #unsettled = new Map<string, Set<string>>();
  #settling: Promise<void> | null = null;

  constructor(options: CheckEngineOptions) {
    this.#options = { claimAheadMs: secondMs, batchWithinMs: secondMs, ...options };
  }

  /** Runs claimed and not yet stored. */
  get outstanding(): number {
    return this.#waiting + this.#ready.length + this.#running + this.#outcomes.length;
  }

  /** Claims what fits and starts each run when it is due. Answers how many more might be had at once. */
  async claim(): Promise<boolean> {
    const { clock, regions, workerId, claimAheadMs: aheadMs } = this.#options;
    const limit = Math.min(claimMax, outstandingMax - this.outstanding);
    if (limit <= 0) return false;
    const request = { regions, organizationId: null, aheadMs, limit, graceMs: claimGraceMs };
    const runs = await inEngine(engineScope(), (tx) =>
      claimRuns(tx, { ...request, now: clock(), claimedBy: workerId }),
    );
    for (const run of runs) if (!run.skipped) this.#plan(run);
    return runs.length === limit;
  }

  /** Until nothing claimed is left to run, store or settle. */
  async drain(): Promise<void> {
    while (this.outstanding > 0 || this.#storing || this.#settling || this.#unsettled.size > 0) {
      if (this.#options.signal.aborted) return;
      await new Promise((done) => setTimeout(done, 5));
    }
  }

  /** Lets go of what has not begun and stores what has ended; what was cut short is not an outcome. */
  async stop(): Promise<void> {
    for (const { timer } of this.#planned.values()) clearTimeout(timer);
    this.#planned.clear();
    this.#waiting = 0;
    this.#ready.length = 0;
    while (this.#running > 0) await new Promise((done) => setTimeout(done, 5));
    await this.#storing;
    if (this.#outcomes.length > 0) await this.#storeBatch().catch((error) => this.#complain("store", error));
  }

  #plan(run: ClaimedRun): void {
    const now = this.#options.clock();
    if (run.scheduledFor <= now) {
      this.#admit(run);
      return;
    }
    this.#waiting += 1;
    const at = Math.ceil(run.scheduledFor / togetherMs) * togetherMs;
    const planned = this.#planned.get(at);
    if (planned) planned.runs.push(run);
    else this.#planned.set(at, { timer: setTimeout(() => this.#begin(at), at - now), runs: [run] });
  }

  #begin(at: Ms): void {
    const runs = this.#planned.get(at)?.runs ?? [];
    this.#planned.delete(at);
    this.#waiting -= runs.length;
    for (const run of runs) this.#admit(run);
  }

  #admit(run: ClaimedRun): void {
    if (this.#running < concurrency) void this.#execute(run);
    else this.#ready.push(run);
  }

  async #execute(run: ClaimedRun): Promise<void> {
    const { run: probe, signal } = this.#options;
    this.#running += 1;
    try {
      const outcome = await probe(run, signal);
      if (outcome.failure !== "cancelled") this.#keep(run, outcome);
    } catch (error) {
      this.#complain("run", error);
    }
    this.#running -= 1;
    const next = this.#ready.shift();
    if (next !== undefined && !signal.aborted) void this.#execute(next);
  }

  #keep(run: ClaimedRun, outcome: Outcome): void {
    const { organizationId, monitorId, region, scheduledFor, monitorVersion, standing } = run;
    const row = { organizationId, monitorId, region, scheduledFor, monitorVersion, runNow: false, outcome };
    const watched = !outcome.suspect && (outcome.verdict !== "up" || standing !== "steady");
    this.#outcomes.push({ row, watched });
    if (this.#outcomes.length >= batchMax) this.#store();
    else this.#storeWithin(watched ? this.#options.batchWithinMs / 4 : this.#options.batchWithinMs);
  }

  /** Unless it is planned sooner already. Calm outcomes are stored a few times less often than news would be. */
  #storeWithin(waitMs: number): void {
    const at = performance.now() + waitMs;
    if (this.#flush !== null && this.#flush.at <= at) return;
    if (this.#flush !== null) clearTimeout(this.#flush.timer);
    this.#flush = { at, timer: setTimeout(() => this.#store(), waitMs) };
  }

  /** One batch at a time, so that a slow database is met by larger batches and not by more of them. */
  #store(): void {
    if (this.#flush !== null) clearTimeout(this.#flush.timer);
    this.#flush = null;
    if (this.#storing !== null || this.#outcomes.length === 0) return;
    this.#storing = this.#storeBatch()
      .then(() => this.#options.batchWithinMs / 4)
      .catch((error) => {
        this.#complain("store", error);
        return retryMs;
      })
      .then((pauseMs) => {
        this.#storing = null;
        const more = this.#outcomes.length > 0 && !this.#options.signal.aborted;
        if (more) this.#storeWithin(pauseMs);
      });
  }

  async #storeBatch(): Promise<void> {
    const batch = this.#outcomes.slice(0, batchMax);
    const rows = batch.map((kept) => kept.row);
    await inEngine(engineScope(), (tx) => insertOutcomes(tx, rows));
    this.#outcomes = this.#outcomes.slice(batch.length);
    const watched = batch.filter((kept) => kept.watched).map((kept) => kept.row);
    for (const [organizationId, of] of Map.groupBy(watched, (row) => row.organizationId))
      this.#unsettle(organizationId, new Set(of.map((row) => row.monitorId)));
    this.#settle();
  }

  #unsettle(organizationId: string, ids: ReadonlySet<string>): void {
    const known = this.#unsettled.get(organizationId) ?? [];
    this.#unsettled.set(organizationId, new Set([...known, ...ids]));
  }

  /**
   * Verdicts follow in transactions of their own; storing does not wait for them. A little of each organization at a
   * time: none waits for another's storm, and each monitor is judged by the clock of its own turn.
   */
  #settle(): void {
    if (this.#settling !== null || this.#unsettled.size === 0) return;
    this.#settling = this.#settleAll(this.#takeUnsettled()).then((failed) => {
      this.#settling = null;
      if (failed.size === 0) return this.#settle();
      for (const [organizationId, ids] of failed) this.#unsettle(organizationId, ids);
      if (!this.#options.signal.aborted) setTimeout(() => this.#settle(), retryMs);
    });
  }

  #takeUnsettled(): Map<string, Set<string>> {
    const taken = new Map<string, Set<string>>();
    for (const [organizationId, ids] of this.#unsettled) {
      const some = new Set([...ids].slice(0, settleMax));
      taken.set(organizationId, some);
      if (some.size === ids.size) this.#unsettled.delete(organizationId);
      else for (const id of some) ids.delete(id);
    }
    return taken;
  }

  async #settleAll(work: ReadonlyMap<string, Set<string>>): Promise<Map<string, Set<string>>> {
    const failed = new Map<string, Set<string>>();
    for (const [organizationId, ids] of work) {
      try {
        await settleMonitors(systemScope(organizationId, "checks"), [...ids], this.#options.clock());
      } catch (error) {
        this.#complain("settle", error);
        failed.set(organizationId, ids);
      }
    }
    return failed;
  }

  #complain(what: string, error: unknown): void {
    this.#options.complain(what, error);
  }
}
