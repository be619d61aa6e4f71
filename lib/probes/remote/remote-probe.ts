import type { Outcome } from "@/lib/domain/check";
import { probeBatchMax, probeProtocol } from "@/lib/domain/probe-report";
import { type Ms, secondMs } from "@/lib/domain/time";
import type { Answer, ControlPlane, Setback } from "./control-plane";
import { type ProbeOrder, probeOrder, type ReportLine, reportLine, withoutContact } from "./order";
import { type Alarm, RunPlan } from "./run-plan";
import type { Spool } from "./spool";

export type RemoteProbeOptions = {
  plane: ControlPlane;
  spool: Spool;
  run: (order: ProbeOrder, signal: AbortSignal) => Promise<Outcome>;
  clock: () => Ms;
  alarm: Alarm;
  /** A sentence for whoever watches this probe. */
  tell: (sentence: string) => void;
};

/** Runs planned and not yet ended; more are not claimed. */
const outstandingMax = 2_000;
/** Runs are claimed this long before they are due, so that a slow answer makes none late. */
const claimAheadMs = 5 * secondMs;
/** Silence after which turns are run that nobody gave out; shorter than claims reach ahead. */
const patienceMs = 3 * secondMs;
/** Outcomes held while even the disk fails. */
const freshMax = 20_000;
/** Batches of the spool per turn, so that delivering much keeps no run waiting to be claimed. */
const spooledAtOnce = 10;

/**
 * A probe in a region: claims over one outward connection, runs, reports at least once (the server knows a repeated
 * outcome by monitor, turn and region), and keeps on disk what it cannot report. Holds no truth.
 */
export class RemoteProbe {
  readonly #options: RemoteProbeOptions;
  readonly #plan: RunPlan;
  #fresh: ReportLine[] = [];
  #told: string | null = null;
  #toldStrange = false;
  #lastClaimAt: Ms | null = null;
  #last: Setback | null = null;

  constructor(options: RemoteProbeOptions) {
    this.#options = options;
    const { run, clock, alarm } = options;
    const keep = (order: ProbeOrder, outcome: Outcome) => this.#keep(order, outcome);
    this.#plan = new RunPlan({ run, keep, isLeftAlone: () => this.#isLeftAlone(), clock, alarm });
  }

  /** One exchange: what waits is reported, what falls due is claimed. The setback that ended it, or null. */
  async turn(): Promise<Setback | null> {
    const setback = (await this.deliver()) ?? (await this.#claim());
    this.#last = setback;
    this.#tellOnce(setback?.sentence ?? this.#skewSentence() ?? this.#protocolSentence());
    return setback;
  }

  /** Reports what is on disk and then what is not. What cannot be reported is on disk afterwards. */
  async deliver(): Promise<Setback | null> {
    const { spool } = this.#options;
    for (let count = 0; count < spooledAtOnce; count += 1) {
      const batch = spool.oldest();
      if (batch === null) break;
      const left = await this.#report(batch.lines);
      if (!left.ok) {
        this.#spoolFresh(left.why === "away");
        return left;
      }
      spool.replace(batch.file, left.value);
    }
    return spool.isEmpty ? this.#deliverFresh() : this.#spoolFresh(false);
  }

  /** Until every run that has begun has ended. */
  settled(): Promise<void> {
    return this.#plan.settled();
  }

  /** Claims no more, waits for what runs until `patience` resolves, reports or keeps what there is, and says goodbye. */
  async stop(patience: Promise<unknown>): Promise<void> {
    await this.#plan.stop(patience);
    const setback = await this.deliver();
    this.#spoolFresh(false);
    if (setback === null && this.#lastClaimAt !== null) await this.#options.plane.leave();
  }

  /** Nothing is given out although it might be ours. Whoever was refused has nothing to run. */
  #isLeftAlone(): boolean {
    if (this.#lastClaimAt === null || this.#last?.why === "refused") return false;
    return this.#options.clock() - this.#lastClaimAt > patienceMs;
  }

  /** Nothing answers us, so that a target which does not answer either says as much about our own line. */
  #isCutOff(): boolean {
    const { plane, clock } = this.#options;
    return this.#last?.why === "away" || clock() - (plane.lastAnswerAt ?? clock()) > patienceMs;
  }

  #keep(order: ProbeOrder, outcome: Outcome): void {
    const suspect = outcome.suspect || this.#options.plane.skewed;
    const line = reportLine(order, { ...outcome, suspect });
    this.#fresh.push(this.#isCutOff() ? withoutContact(line) : line);
    if (this.#fresh.length > freshMax) this.#fresh.shift();
  }

  async #deliverFresh(): Promise<Setback | null> {
    while (this.#fresh.length > 0) {
      const batch = this.#fresh.slice(0, probeBatchMax);
      const left = await this.#report(batch);
      if (!left.ok) {
        this.#spoolFresh(left.why === "away");
        return left;
      }
      this.#fresh = [...left.value, ...this.#fresh.slice(batch.length)];
    }
    return null;
  }

  /** The lines still to be reported: none, or those beside the ones that the server will never take. */
  async #report(lines: readonly ReportLine[]): Promise<Answer<ReportLine[]>> {
    const answer = await this.#options.plane.report(lines);
    if (answer.ok) return { ok: true, value: [] };
    if (answer.why !== "unread") return answer;
    const dropped = new Set(answer.lines.length > 0 ? answer.lines : lines.keys());
    this.#options.tell(`${dropped.size} outcomes were refused and are dropped: ${answer.sentence}`);
    return { ok: true, value: lines.filter((_, index) => !dropped.has(index)) };
  }

  #spoolFresh(withoutLine: boolean): null {
    if (this.#fresh.length === 0) return null;
    const { spool, tell } = this.#options;
    const lost = spool.append(withoutLine ? this.#fresh.map(withoutContact) : this.#fresh);
    if (lost > 0) tell(`The spool is full: ${lost} of the oldest outcomes gave way.`);
    this.#fresh = [];
    return null;
  }

  async #claim(): Promise<Setback | null> {
    for (let room = this.#room(); room > 0; room = this.#room()) {
      const limit = Math.min(room, probeBatchMax);
      const load = { outstanding: this.#plan.outstanding, capacity: outstandingMax };
      const answer = await this.#options.plane.claim(limit, claimAheadMs, load);
      if (!answer.ok) return answer;
      this.#lastClaimAt = this.#options.clock();
      for (const each of answer.value) this.#take(each);
      if (answer.value.length < limit) return null;
    }
    return null;
  }

  #room(): number {
    return outstandingMax - this.#plan.outstanding;
  }

  #take(given: unknown): void {
    const order = probeOrder.safeParse(given);
    if (order.success) this.#plan.plan(order.data);
    else if (!this.#toldStrange) {
      this.#toldStrange = true;
      this.#options.tell("The server gives out checks that this probe does not know; bring it up to date.");
    }
  }

  #skewSentence(): string | null {
    const { plane } = this.#options;
    if (!plane.skewed || plane.skewMs === null) return null;
    const seconds = Math.round(Math.abs(plane.skewMs) / secondMs);
    const way = plane.skewMs > 0 ? "ahead of" : "behind";
    return `This machine's clock is ${seconds} s ${way} the server's: outcomes are suspect until it is set.`;
  }

  #protocolSentence(): string | null {
    const { protocol } = this.#options.plane;
    if (protocol === null || protocol <= probeProtocol) return null;
    return "The server is newer than this probe and may ask for what it cannot do; bring it up to date.";
  }

  /** The same sentence once, until it no longer holds. */
  #tellOnce(sentence: string | null): void {
    if (sentence !== null && sentence !== this.#told) this.#options.tell(sentence);
    if (sentence === null && this.#told !== null) this.#options.tell("In contact again; all is well.");
    this.#told = sentence;
  }
}
