import { shortDuration } from "./duration";
import { hourMs, type Interval, type Ms, minuteMs } from "./time";

/** A provider's incident by both clocks: what it dates itself to, and when we first read it. */
export type TheirIncident = {
  title: string;
  impact: string;
  status: string;
  affected: readonly string[];
  claimedFrom: Ms | null;
  firstSeenAt: Ms;
  endedSeenAt: Ms | null;
};

/** A provider behind one of our components, while something of ours was failing. */
export type Listened = {
  componentId: string;
  dependencyId: string;
  provider: string;
  /** What of it we depend on; null is the whole page. */
  remote: string | null;
  heardAt: Ms | null;
  incidents: readonly TheirIncident[];
};

/** What a provider said about the time in which we saw failure, or that it said nothing. */
export type Coincidence = {
  componentId: string;
  dependencyId: string;
  provider: string;
  remote: string | null;
  /** null: it was silent. */
  incident: TheirIncident | null;
  /** From our first sight of the failure to their first word; negative when they spoke first. */
  lagMs: Ms | null;
  words: string;
};

/** An incident that they opened that long before we saw anything may still be its cause. */
const lookBackMs = 6 * hourMs;
/** Sooner than that nobody is earlier: we read them once a minute. */
const sameTimeMs = minuteMs;

/** The stretch in which a provider's incident may belong to a failure of ours in `window`. */
export function coincidenceWindow({ from, to }: Interval): Interval {
  return { from: from - lookBackMs, to };
}

/**
 * What each provider said while we saw failure in [from, to): its nearest incident about what we depend on, or its
 * silence. Those that spoke come first, then by name.
 */
export function coincidencesOf(listened: readonly Listened[], window: Interval): Coincidence[] {
  const found = listened.map((each) => coincidenceOf(each, window));
  return found.sort(
    (a, b) =>
      Number(a.incident === null) - Number(b.incident === null) ||
      Math.abs(a.lagMs ?? 0) - Math.abs(b.lagMs ?? 0) ||
      (a.provider < b.provider ? -1 : 1),
  );
}

function coincidenceOf(each: Listened, window: Interval): Coincidence {
  const { componentId, dependencyId, provider, remote } = each;
  const near = each.incidents
    .filter((incident) => isAbout(incident, remote) && touches(incident, coincidenceWindow(window)))
    .sort((a, b) => distance(a, window.from) - distance(b, window.from));
  const incident = near[0] ?? null;
  const lagMs = incident === null ? null : incident.firstSeenAt - window.from;
  return {
    ...{ componentId, dependencyId, provider, remote, incident, lagMs },
    words: incident === null ? silence(each, window) : spoken(provider, incident, lagMs ?? 0),
  };
}

/** An incident that names no parts may be about any; one that names some is about those. */
function isAbout({ affected }: TheirIncident, remote: string | null): boolean {
  return remote === null || affected.length === 0 || affected.includes(remote);
}

function touches(incident: TheirIncident, window: Interval): boolean {
  const from = Math.min(incident.firstSeenAt, incident.claimedFrom ?? incident.firstSeenAt);
  return from < window.to && (incident.endedSeenAt === null || incident.endedSeenAt > window.from);
}

function distance({ firstSeenAt }: TheirIncident, from: Ms): Ms {
  return Math.abs(firstSeenAt - from);
}

/** "GitHub said it 14 min after we saw it: “Git slow”." */
function spoken(provider: string, { title }: TheirIncident, lagMs: Ms): string {
  if (Math.abs(lagMs) < sameTimeMs) return `${provider} said it within a minute of us: “${title}”.`;
  const when = lagMs > 0 ? "after we saw it" : "before we saw it";
  return `${provider} said it ${shortDuration(Math.abs(lagMs))} ${when}: “${title}”.`;
}

function silence({ provider, heardAt }: Listened, { from }: Interval): string {
  if (heardAt === null || heardAt < from) return `${provider} could not be read while we saw failure.`;
  return `${provider} has said nothing while we saw failure.`;
}
