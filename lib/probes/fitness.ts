import { readFileSync } from "node:fs";

/** Whether this probe was itself well enough for its outcomes to count (RULES R3.5). */
export type Fitness = {
  /** True when, between `from` (monotonic) and now, this process was too starved or cut off to be believed. */
  unfitSince(from: number, timeoutMs: number): boolean;
};

/** CPU time of the machine since boot, in any unit: what others took from us, and all of it. */
export type CpuTimes = { steal: number; total: number };

export type FitnessDeps = {
  monotonic: () => number;
  /** Null where the system does not say. */
  cpuTimes: () => CpuTimes | null;
  /** Whether the control plane has not answered for too long; a built-in probe is its own. */
  contactLost: () => boolean;
};

const periodMs = 100;
/** Ticks kept: more than a minute, the longest a run may take. */
const kept = 700;
const cpuEveryTicks = 50;
/** Share of the CPU taken by the hypervisor above which timings mean nothing. */
const stealLimit = 0.25;

type Late = { at: number; lagMs: number };

/**
 * Watches the event loop by a timer that should fire every 100 ms: how late it fires is how long nothing else ran
 * either. The lack of the Internet is never unfitness; that is what checks are for.
 */
export class FitnessMonitor implements Fitness {
  readonly #deps: FitnessDeps;
  readonly #late: Late[] = [];
  #timer: NodeJS.Timeout | null = null;
  #lastTick: number;
  #ticks = 0;
  #cpu: CpuTimes | null;
  #stealShare = 0;

  constructor(deps: FitnessDeps) {
    this.#deps = deps;
    this.#lastTick = deps.monotonic();
    this.#cpu = deps.cpuTimes();
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), periodMs).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** One beat; public so that a simulation can drive it. */
  tick(): void {
    const at = this.#deps.monotonic();
    this.#late.push({ at, lagMs: at - this.#lastTick - periodMs });
    if (this.#late.length > kept) this.#late.shift();
    this.#lastTick = at;
    this.#ticks += 1;
    if (this.#ticks % cpuEveryTicks === 0) this.#readCpu();
  }

  unfitSince(from: number, timeoutMs: number): boolean {
    if (this.#stealShare > stealLimit || this.#deps.contactLost()) return true;
    return this.#worstLagMs(from) > timeoutMs / 2;
  }

  /** The longest time since `from` in which nothing ran, a stall that has not ticked yet included. */
  #worstLagMs(from: number): number {
    let worst = this.#timer === null ? 0 : this.#deps.monotonic() - Math.max(from, this.#lastTick + periodMs);
    for (let index = this.#late.length - 1; index >= 0; index -= 1) {
      const late = this.#late[index];
      if (late === undefined || late.at < from) break;
      worst = Math.max(worst, Math.min(late.lagMs, late.at - from));
    }
    return worst;
  }

  #readCpu(): void {
    const cpu = this.#deps.cpuTimes();
    if (cpu !== null && this.#cpu !== null && cpu.total > this.#cpu.total) {
      this.#stealShare = (cpu.steal - this.#cpu.steal) / (cpu.total - this.#cpu.total);
    }
    this.#cpu = cpu;
  }
}

/** First line of Linux's /proc/stat; null elsewhere. */
export function readCpuTimes(): CpuTimes | null {
  try {
    return parseCpuTimes(readFileSync("/proc/stat", "utf8"));
  } catch {
    return null;
  }
}

/** `cpu user nice system idle iowait irq softirq steal guest guest_nice`; guests are inside user and nice. */
export function parseCpuTimes(stat: string): CpuTimes | null {
  const fields = /^cpu +([\d ]+)/.exec(stat)?.[1]?.trim().split(/ +/).slice(0, 8).map(Number);
  if (fields === undefined || fields.length < 8) return null;
  return { steal: fields[7] ?? 0, total: fields.reduce((sum, ticks) => sum + ticks, 0) };
}
