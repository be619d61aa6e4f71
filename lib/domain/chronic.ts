import type { TermsVersion } from "./contract";
import type { ChronicRight, ChronicTrigger } from "./sla/chronic-right";
import { compare, decimal, multiply, type Rational, rational, sum, whole } from "./sla/rational";
import type { SlaResult } from "./sla/result";
import type { WorkingLine } from "./statement";
import { dayMs, type Interval, intersect, type Ms, secondMs } from "./time";

/** A closed statement, as far as a chronic right looks at it. */
export type PastPeriod = Interval & { result: SlaResult; working: readonly WorkingLine[] };

/** A trigger that was met, and until when the customer may act on it. */
export type ChronicEvent = {
  trigger: ChronicTrigger;
  /** Its place among the triggers of its right. */
  place: number;
  /** The end of the period or of the outage that met it. */
  metAt: Ms;
  exerciseUntil: Ms;
};

/**
 * Every time a trigger came to be met, under the version that was in force then. A condition that goes on from one
 * period or outage to the next is one event. `periods` are in order.
 */
export function chronicEvents(
  versions: readonly TermsVersion[],
  periods: readonly PastPeriod[],
): ChronicEvent[] {
  const events = versions.flatMap(({ effectiveFrom, terms }, index) => {
    const until = versions[index + 1]?.effectiveFrom ?? Number.POSITIVE_INFINITY;
    const met = terms.chronic ? eventsOf(terms.chronic, periods) : [];
    return met.filter(({ metAt }) => metAt > effectiveFrom && metAt <= until);
  });
  return events.toSorted((a, b) => a.metAt - b.metAt || a.place - b.place);
}

/** Those that the customer may act on at an instant. */
export function exercisable(events: readonly ChronicEvent[], now: Ms): ChronicEvent[] {
  return events.filter(({ metAt, exerciseUntil }) => metAt <= now && now < exerciseUntil);
}

function eventsOf({ triggers, exercise_within_days }: ChronicRight, periods: readonly PastPeriod[]) {
  return triggers.flatMap((trigger, place) =>
    beginnings(momentsOf(trigger, periods)).map((metAt): ChronicEvent => {
      const exerciseUntil = metAt + exercise_within_days * dayMs;
      return { trigger, place, metAt, exerciseUntil };
    }),
  );
}

type Moment = { at: Ms; isMet: boolean };

/** Where a condition is met and was not the moment before. */
function beginnings(moments: readonly Moment[]): Ms[] {
  return moments.flatMap(({ at, isMet }, index) => (isMet && !moments[index - 1]?.isMet ? [at] : []));
}

function momentsOf(trigger: ChronicTrigger, periods: readonly PastPeriod[]): Moment[] {
  switch (trigger.kind) {
    case "periods_breached": {
      const broken = periods.map(({ result }) => isBroken(result, trigger.below));
      const span = trigger.consecutive ? trigger.n : trigger.within_periods;
      return periods.map(({ to }, index) => {
        const recent = broken.slice(Math.max(0, index + 1 - span), index + 1);
        return { at: to, isMet: recent.filter(Boolean).length >= trigger.n };
      });
    }
    case "downtime_over":
      if (trigger.per === "period")
        return periods.map(({ to, result }) => ({
          at: to,
          isMet: (result.downtime_seconds ?? 0) > trigger.seconds,
        }));
      return rolling(
        outagesOf(periods),
        trigger.per.rolling_days,
        (recent, window) => compare(downtimeOf(recent, window), whole(trigger.seconds * secondMs)) > 0,
      );
    case "outages": {
      const long = outagesOf(periods).filter(({ from, to }) => to - from >= trigger.min_seconds * secondMs);
      return rolling(long, trigger.rolling_days, (recent) => recent.length >= trigger.count);
    }
  }
}

/** The shown percentage is cut, which cannot bring it below a bound of as many decimals. */
function isBroken({ breached, uptime_percent }: SlaResult, below: string | null | undefined): boolean {
  if (!breached || !below || uptime_percent === null) return breached;
  return compare(decimal(uptime_percent), decimal(below)) < 0;
}

type Stretch = Interval & { factor: string | null };
type CountedOutage = Interval & { stretches: Stretch[] };

/** The counted outages of all periods; one over a period's end is one. */
function outagesOf(periods: readonly PastPeriod[]): CountedOutage[] {
  const outages: CountedOutage[] = [];
  for (const { working } of periods)
    for (const { kind, from, to, factor } of working) {
      if (kind !== "downtime") continue;
      const last = outages.at(-1);
      if (last && last.to >= from) {
        last.to = Math.max(last.to, to);
        last.stretches.push({ from, to, factor });
      } else outages.push({ from, to, stretches: [{ from, to, factor }] });
    }
  return outages;
}

/** Milliseconds of downtime inside a window, each stretch by the share of it that was down, as statements count it. */
function downtimeOf(outages: readonly CountedOutage[], window: Interval): Rational {
  const parts = outages.flatMap(({ stretches }) =>
    stretches.flatMap(({ factor, ...stretch }) => {
      const part = intersect(stretch, window);
      const [n = "1", d = "1"] = (factor ?? "1/1").split("/");
      return part ? [multiply(rational(BigInt(n), BigInt(d)), whole(part.to - part.from))] : [];
    }),
  );
  return sum(parts);
}

/** A condition over the days before each outage's end; of what reaches in from before, only the window's part. */
function rolling(
  outages: readonly CountedOutage[],
  days: number,
  isMet: (recent: readonly CountedOutage[], window: Interval) => boolean,
): Moment[] {
  let first = 0;
  return outages.map(({ to: at }, index) => {
    const window = { from: at - days * dayMs, to: at };
    while ((outages[first]?.to ?? at) <= window.from) first += 1;
    return { at, isMet: isMet(outages.slice(first, index + 1), window) };
  });
}

/** What people are told when a trigger is met. */
export type ChronicNotice = {
  organization: string;
  customer: string;
  contract: string;
  service: string;
  /** What was met, in words. */
  condition: string;
  /** Days of the contract's zone. */
  metOn: string;
  exerciseUntil: string;
  url: string;
};

/** An event with what it is about. */
export type ChronicCase = ChronicEvent & {
  commitmentId: string;
  contractId: string;
  customerId: string;
  service: string;
  timezone: string;
};
