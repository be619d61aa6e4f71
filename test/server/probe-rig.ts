import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerProbe } from "@/lib/api/probe-door";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { probe } from "@/lib/probes";
import { ControlPlane } from "@/lib/probes/remote/control-plane";
import type { ProbeOrder } from "@/lib/probes/remote/order";
import { RemoteProbe } from "@/lib/probes/remote/remote-probe";
import type { Alarm } from "@/lib/probes/remote/run-plan";
import { Spool } from "@/lib/probes/remote/spool";
import { testDeps } from "../probes/rig";
import { type Door, openDoor } from "./door-rig";

/** A clock that goes only when told to, with the alarms set on it. */
export class StillClock {
  now: Ms;
  readonly #alarms = new Set<{ at: Ms; work: () => void }>();

  constructor(now: Ms) {
    this.now = now;
  }

  readonly read = (): Ms => this.now;

  readonly alarm: Alarm = (at, work) => {
    const alarm = { at, work };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  };

  /** Goes to `to`, from alarm to alarm; `settle` lets each do its work before the next. */
  async goTo(to: Ms, settle: () => Promise<unknown>): Promise<void> {
    for (let next = this.#next(to); next !== undefined; next = this.#next(to)) {
      this.#alarms.delete(next);
      this.now = Math.max(this.now, next.at);
      next.work();
      await settle();
    }
    this.now = to;
  }

  #next(to: Ms) {
    return [...this.#alarms].filter((alarm) => alarm.at <= to).sort((a, b) => a.at - b.at)[0];
  }
}

/** The server's door for probes, on a socket of its own, by the tests' clock. */
export function openPlane(
  clock: StillClock,
  answered: (act: string, response: Response) => void = () => {},
): Promise<Door> {
  return openDoor(async (request) => {
    const act = new URL(request.url).pathname === "/api/probe/claim" ? "claim" : "report";
    const response = await answerProbe(act, request, clock.now);
    answered(act, response);
    return response;
  }, clock.read);
}

type Place = { url: string; token: string; region: string; folder?: string; target?: () => string };

/** A probe as the command makes it, but for its clock; it may reach this machine's own addresses. */
export function newProbe(clock: StillClock, { url, token, region, folder, target }: Place) {
  const deps = testDeps({ now: clock.read });
  const said: string[] = [];
  const plane = new ControlPlane({ url, token, region, name: "test", version: "0.0.0", clock: clock.read });
  const spool = new Spool(folder ?? newFolder());
  const ran: string[] = [];
  const run = (order: ProbeOrder, signal: AbortSignal) => {
    ran.push(formatInstant(order.scheduled_for));
    const { timeout_ms: timeoutMs, degraded_after_ms: degradedAfterMs, settings, assertions } = order;
    const where = target?.() ?? order.target;
    return probe(order.type, where, { timeoutMs, degradedAfterMs, settings, assertions }, signal, deps);
  };
  const tell = (sentence: string) => said.push(sentence);
  const remote = new RemoteProbe({ plane, spool, run, clock: clock.read, alarm: clock.alarm, tell });
  return { remote, plane, spool, said, ran };
}

export type Probe = ReturnType<typeof newProbe>;

/** Steps of four seconds, less than claims reach ahead, until `to`: everything that falls due runs, then every probe has its exchange. */
export async function live(clock: StillClock, probes: readonly Probe[], to: Ms): Promise<void> {
  const settle = () => Promise.all(probes.map(({ remote }) => remote.settled()));
  while (clock.now < to) {
    await clock.goTo(Math.min(to, clock.now + 4_000), settle);
    for (const { remote } of probes) await remote.turn();
  }
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "probity-spool-"));
}
