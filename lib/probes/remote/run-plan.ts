import type { Outcome } from "@/lib/domain/check";
import { firstTurn } from "@/lib/domain/schedule";
import { hourMs, type Ms } from "@/lib/domain/time";
import type { ProbeOrder } from "./order";

/** Does `work` at `at`, or as soon as it can; answers how to call it off. */
export type Alarm = (at: Ms, work: () => void) => () => void;

/** The alarm of a live process. */
export function liveAlarm(clock: () => Ms): Alarm {
  return (at, work) => {
    const timer = setTimeout(work, Math.max(0, at - clock()));
    return () => clearTimeout(timer);
  };
}

export type RunPlanOptions = {
  run: (order: ProbeOrder, signal: AbortSignal) => Promise<Outcome>;
  keep: (order: ProbeOrder, outcome: Outcome) => void;
  /** Whether the control plane has given out nothing for longer than a claim may take. */
  isLeftAlone: () => boolean;
  clock: () => Ms;
  alarm: Alarm;
};

/** Runs at once; more would only wait for each other's turn on the CPU. */
const concurrency = 200;
/** A turn begun within this time is on time. */
const punctualMs = 1_000;
/** The same while what a pause has gathered is being spread: even its last second is too much at once. */
const punctualAfterPauseMs = 100;
/** The last order of a monitor is followed for so long without a newer one; by then nobody awaits it any more. */
const followedMs = 6 * hourMs;

type Known = { order: ProbeOrder; claimedFor: Ms; forget: () => void };

/**
 * Starts each claimed run when it is due. While cut off it goes on by the last order of each monitor, on the same grid
 * of turns, so that what it reports later fills exactly the turns it could not claim; nothing is caught up.
 */
export class RunPlan {
  readonly #options: RunPlanOptions;
  readonly #known = new Map<string, Known>();
  readonly #waiting = new Set<() => void>();
  readonly #ready: ProbeOrder[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  /** What the last pause has gathered has its places before this. */
  #spreadUntil: Ms = 0;

  constructor(options: RunPlanOptions) {
    this.#options = options;
  }

  /** Runs planned and not yet ended. */
  get outstanding(): number {
    return this.#waiting.size + this.#ready.length + this.#running.size;
  }

  /** A turn that was planned before is left alone: nothing runs twice. */
  plan(order: ProbeOrder): void {
    const known = this.#known.get(order.monitor_id);
    if (known !== undefined && order.scheduled_for <= known.order.scheduled_for) return;
    known?.forget();
    this.#remember(order, order.scheduled_for);
    this.#await(order.scheduled_for, () => this.#admitSpread(order));
  }

  #await(at: Ms, work: () => void): void {
    const callOff = this.#options.alarm(at, () => {
      this.#waiting.delete(callOff);
      work();
    });
    this.#waiting.add(callOff);
  }

  /**
   * A run whose turn has passed while this process, or the line, stood still waits for a place of its own: all that had
   * gathered is spread evenly over twice the time that was lost, so that no pause ends in a burst.
   */
  #admitSpread(order: ProbeOrder): void {
    const now = this.#options.clock();
    const lateMs = now - order.scheduled_for;
    if (lateMs <= (now < this.#spreadUntil ? punctualAfterPauseMs : punctualMs)) {
      this.#admit(order);
      return;
    }
    this.#spreadUntil = Math.max(this.#spreadUntil, now + 2 * lateMs);
    const spreadMs = Math.max(1, Math.floor(Math.min(this.#spreadUntil - now, order.interval_ms / 2)));
    this.#await(firstTurn(order.monitor_id, order.region, spreadMs, now), () => this.#admit(order));
  }

  /** Until nothing that has begun is left to end. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Lets go of what has not begun and waits for what has, at most until `patience` resolves. */
  async stop(patience: Promise<unknown>): Promise<void> {
    for (const { forget } of this.#known.values()) forget();
    for (const callOff of this.#waiting) callOff();
    this.#known.clear();
    this.#waiting.clear();
    this.#ready.length = 0;
    await Promise.race([this.settled(), patience]);
    this.#abort.abort();
    await this.settled();
  }

  #remember(order: ProbeOrder, claimedFor: Ms): void {
    const next = { ...order, scheduled_for: order.scheduled_for + order.interval_ms };
    const forget = this.#options.alarm(next.scheduled_for, () => this.#goOn(next, claimedFor));
    this.#known.set(order.monitor_id, { order, claimedFor, forget });
  }

  /** The next turn has come and nobody gave it out. In contact that means it is not ours any more. */
  #goOn(next: ProbeOrder, claimedFor: Ms): void {
    const { clock, isLeftAlone } = this.#options;
    this.#known.delete(next.monitor_id);
    if (!isLeftAlone() || next.scheduled_for - claimedFor > followedMs) return;
    const missed = Math.max(0, Math.floor((clock() - next.scheduled_for) / next.interval_ms));
    const turn = { ...next, scheduled_for: next.scheduled_for + missed * next.interval_ms };
    this.#remember(turn, claimedFor);
    this.#admitSpread(turn);
  }

  #admit(order: ProbeOrder): void {
    if (this.#running.size >= concurrency) {
      this.#ready.push(order);
      return;
    }
    const running = this.#execute(order).finally(() => {
      this.#running.delete(running);
      const next = this.#ready.shift();
      if (next !== undefined) this.#admit(next);
    });
    this.#running.add(running);
  }

  async #execute(order: ProbeOrder): Promise<void> {
    const outcome = await this.#options.run(order, this.#abort.signal);
    if (outcome.failure !== "cancelled") this.#options.keep(order, outcome);
  }
}
