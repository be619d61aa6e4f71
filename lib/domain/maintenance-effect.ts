import { periodsBegun } from "./contract-period";
import { localDate, startOfDate } from "./sla/calendar";
import { inHours } from "./sla/service-hours";
import { common, totalMs, united } from "./sla/stretches";
import type { Terms } from "./sla/terms";
import type { Window } from "./sla/vector";
import { type Interval, intersect, type Ms, secondMs } from "./time";

/** A window of work on a component and when it was announced. */
export type AnnouncedWork = Interval & { componentId: string; announcedAt: Ms };

/** What a commitment says of maintenance, with what is needed to know its period. */
export type PlanningTerms = {
  contractId: string;
  contractName: string;
  service: string;
  timezone: string;
  startsAt: Ms;
  endsAt: Ms | null;
  window: Window;
  terms: Terms;
};

/** What a plan means to one commitment. A second begun is a second used. */
export type CommitmentEffect = {
  contractId: string;
  contractName: string;
  service: string;
  /** Whether the contract leaves announced maintenance out at all. */
  isExcluded: boolean;
  noticeNeededSeconds: number;
  isNoticeEnough: boolean;
  /** null: without limit. */
  capSeconds: number | null;
  capScope: Terms["maintenance"]["cap_scope"];
  /** The time that the allowance is for. */
  within: Interval;
  /** Used up or spoken for by other announced work. */
  usedSeconds: number;
  /** What this plan adds. */
  plannedSeconds: number;
  /** Of that, what the contract does not leave out: over the cap, or announced too late. */
  uncoveredSeconds: number;
};

/**
 * What planned windows would mean to a commitment, beside other work that was announced; null when it does not cover
 * their components or is not in force then. The allowance is that of the period, or the calendar year, in which the
 * first window begins; later windows outside of it are another allowance's.
 */
export function effectOn(
  agreed: PlanningTerms,
  planned: readonly AnnouncedWork[],
  others: readonly AnnouncedWork[],
): CommitmentEffect | null {
  const { terms, contractId, contractName, service } = agreed;
  const members = new Set(terms.components.members.map(({ component }) => component));
  const onMembers = planned.filter((work) => members.has(work.componentId));
  const within = allowanceOf(agreed, onMembers);
  if (within === null) return null;
  const hours = inHours(within, terms.service_hours);
  const own = onMembers.filter((work) => intersect(work, within) !== null);
  const before = qualifying(others, terms).filter((work) => members.has(work.componentId));
  const qualified = qualifying(own, terms);
  const { exclude, notice_seconds, cap_seconds, cap_scope } = terms.maintenance;
  const usedSeconds = secondsOf(before, hours);
  const addedSeconds = secondsOf([...before, ...qualified], hours) - usedSeconds;
  const leftSeconds = cap_seconds === null ? addedSeconds : Math.max(0, cap_seconds - usedSeconds);
  const plannedSeconds = secondsOf(own, hours);
  const coveredSeconds = exclude ? Math.min(addedSeconds, leftSeconds) : 0;
  const overlapSeconds = secondsOf(qualified, hours) - addedSeconds;
  return {
    ...{ contractId, contractName, service, within, isExcluded: exclude },
    ...{ noticeNeededSeconds: notice_seconds, isNoticeEnough: qualified.length === own.length },
    ...{ capSeconds: cap_seconds, capScope: cap_scope, usedSeconds, plannedSeconds },
    uncoveredSeconds: Math.max(0, plannedSeconds - coveredSeconds - (exclude ? overlapSeconds : 0)),
  };
}

/** Work announced early enough for these terms. */
function qualifying(works: readonly AnnouncedWork[], terms: Terms): AnnouncedWork[] {
  const noticeMs = terms.maintenance.notice_seconds * secondMs;
  return works.filter((work) => work.from - work.announcedAt >= noticeMs);
}

/** Simultaneous work counts once, and only in service hours. */
function secondsOf(works: readonly Interval[], hours: readonly Interval[]): number {
  const ordered = works.toSorted((a, b) => a.from - b.from);
  return Math.ceil(totalMs(common(united(ordered), hours)) / secondMs);
}

function allowanceOf(agreed: PlanningTerms, planned: readonly AnnouncedWork[]): Interval | null {
  const { startsAt, endsAt, timezone, terms } = agreed;
  const first = planned.reduce((from, work) => Math.min(from, work.from), Number.POSITIVE_INFINITY);
  const active = { from: startsAt, to: endsAt ?? Number.MAX_SAFE_INTEGER };
  if (!intersect({ from: first, to: first + 1 }, active)) return null;
  if (terms.maintenance.cap_scope === "calendar_year") return intersect(yearOf(first, timezone), active);
  const [period] = periodsBegun(agreed, first, first);
  return period ? intersect(period, active) : null;
}

function yearOf(instant: Ms, zone: string): Interval {
  const year = Number(localDate(instant, zone).slice(0, 4));
  return { from: startOfDate(`${year}-01-01`, zone), to: startOfDate(`${year + 1}-01-01`, zone) };
}
