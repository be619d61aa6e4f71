import type { AffectedComponent, IncidentStatus, PublicIncident } from "./incident";
import type { OutageGroup } from "./outage-group";
import type { SlaResult } from "./sla/result";
import type { State } from "./state";
import type { Ms } from "./time";
import type { ServiceFigures } from "./told";

/** What a job needs of a group of outages to warn customers of it. */
export type WarningCause = {
  /** Names the group in facts: its incident, or its first outage when a person withdrew the draft. */
  groupId: string;
  incidentId: string | null;
  phase: "opened" | "ended";
  startedAt: Ms;
  endedAt: Ms | null;
  detectedAt: Ms;
  componentIds: readonly string[];
  /** A person says so and no monitor: it may be taken back, and its end is told to whoever heard its beginning. */
  isDeclared?: true;
};

/** The part of a group that customers are warned of; null when there is nothing in it, or nothing is seen of it. */
export function warningCause({ incidentId, phase, outages }: OutageGroup): WarningCause | null {
  const concerned = phase === "ended" ? outages : outages.filter(({ endedAt }) => endedAt === null);
  const [first] = outages;
  if (phase === "unseen" || !first || concerned.length === 0) return null;
  return {
    groupId: incidentId ?? first.id,
    incidentId,
    phase: phase === "ended" ? "ended" : "opened",
    startedAt: Math.min(...concerned.map(({ startedAt }) => startedAt)),
    endedAt: phase === "ended" ? Math.max(...outages.map(({ endedAt }) => endedAt ?? 0)) : null,
    detectedAt: first.confirmedAt,
    componentIds: [...new Set(concerned.map(({ componentId }) => componentId))],
  };
}

/** The states that a component is down in, whoever says so. */
const downStates: readonly (State | null)[] = ["major_outage", "partial_outage"];

/** Whether a word may begin or end what customers are warned of. */
export function speaksOfDown(word: {
  status: IncidentStatus;
  components: readonly AffectedComponent[];
}): boolean {
  const { status, components } = word;
  return status === "resolved" || components.some(({ state }) => downStates.includes(state));
}

/** The same of an incident that a person published: what it calls down, or that it is over; null when nothing is. */
export function declaredCause(incident: PublicIncident): WarningCause | null {
  const { id, startedAt, publishedAt, resolvedAt, components } = incident;
  const isOver = incident.status === "resolved" && resolvedAt !== null;
  const concerned = components.filter(({ state }) => isOver || downStates.includes(state));
  if (concerned.length === 0) return null;
  return {
    ...{ groupId: id, incidentId: id, startedAt, detectedAt: publishedAt, isDeclared: true },
    ...(isOver ? { phase: "ended", endedAt: resolvedAt } : { phase: "opened", endedAt: null }),
    componentIds: concerned.map((component) => component.id),
  };
}

/** Names what a customer is told for ever (RULES R7.1): a beginning once, an end once for each time it ended. */
export function warningFact({ groupId, phase, endedAt }: WarningCause, customerId: string): string {
  return ["customer_warning", groupId, customerId, phase, ...(endedAt === null ? [] : [endedAt])].join(":");
}

type Judged = {
  service: string;
  targetPercent: string;
  currency: string;
  result: SlaResult | null;
  /** Exact share of the allowed downtime used so far. */
  budgetConsumed: string | null;
};

/** The figures of one service, out of its statement; `tellsCredit` says whether money may be spoken of. */
export function serviceFigures(judged: Judged, tellsCredit: boolean): ServiceFigures {
  const { service, targetPercent, currency, result, budgetConsumed } = judged;
  const creditMinor = result?.credit_minor ?? 0;
  return {
    service,
    targetPercent,
    uptimePercent: result === null ? null : shownPercent(result.uptime_percent, targetPercent),
    downtimeMs: (result?.downtime_seconds ?? 0) * 1_000,
    allowancePercent: budgetConsumed === null ? null : percentOf(budgetConsumed),
    credit: tellsCredit && creditMinor > 0 ? { currency, amountMinor: creditMinor } : null,
    isBroken: result?.breached ?? false,
  };
}

/** As many digits as the target has, three at least, cut and never rounded (R2). */
function shownPercent(percent: string | null, target: string): string | null {
  if (percent === null) return null;
  const digits = Math.max(3, target.split(".")[1]?.length ?? 0);
  const [units = "0", fraction = ""] = percent.split(".");
  return `${units}.${fraction.slice(0, digits).padEnd(digits, "0")}`;
}

/** "719/720" → 99: whole percent, cut. */
function percentOf(fraction: string): number {
  const [top = "0", bottom = "1"] = fraction.split("/");
  return Number((BigInt(top) * 100n) / BigInt(bottom));
}
