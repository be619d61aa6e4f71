import type { Interval, Ms } from "../time";
import { combination, type Level } from "./combination";
import { conditionReader } from "./condition";
import { capReachedAt } from "./maintenance-cap";
import type { Evidence } from "./rows";
import { membership } from "./stretches";
import { everyMember, type Members, type Terms } from "./terms";
import { enter, newTrack, type Track } from "./track";

/** What the evidence is read against. Every list of stretches is in order, none overlapping another. */
export type Ground = {
  /** The part of the period the contract covers. */
  active: Interval;
  /** Stretches of `active` in service hours. */
  hours: readonly Interval[];
  suspended: readonly Interval[];
  gapIsUnknown: boolean;
  maintenanceUsedBeforeSeconds: number;
};

type Place = "outside" | "out_of_hours" | "counted";

/** A stretch over which nothing changes. */
export type Piece = Interval & Level & { place: Place };

/**
 * The service level of `members` at every time, the active part and all before and after it, in order and without
 * gaps: one sweep over the edges of all rows.
 */
export function serviceLevel(ground: Ground, evidence: Evidence, members: Members, terms: Terms): Piece[] {
  const used = ground.maintenanceUsedBeforeSeconds;
  const capAt = capReachedAt(evidence.windows, ground.hours, terms.maintenance, used);
  const edges = edgesOf(ground, evidence, capAt);
  const sweep = newSweep(ground, evidence, members, terms);
  const pieces: Piece[] = [];
  for (let index = 0; index + 1 < edges.length; index++) {
    const from = edges[index] ?? 0;
    const to = edges[index + 1] ?? 0;
    const place = sweep.placeAt(from);
    append(pieces, { from, to, place, ...sweep.levelAt(from, place === "counted" && from >= capAt) });
  }
  return pieces;
}

function append(pieces: Piece[], next: Piece): void {
  const last = pieces.at(-1);
  const same =
    last && last.level === next.level && last.unknown === next.unknown && last.place === next.place;
  if (same) last.to = next.to;
  else pieces.push(next);
}

/** Every instant at which something can change, once, in order, from the beginning of time to its end. */
function edgesOf({ active, hours, suspended }: Ground, evidence: Evidence, capAt: Ms): Float64Array {
  const edges: Ms[] = [Number.NEGATIVE_INFINITY, active.from, active.to, capAt, Number.POSITIVE_INFINITY];
  for (const list of [hours, suspended, evidence.claims, evidence.windows, evidence.unknown])
    for (const { from, to } of list) edges.push(from, to);
  const sorted = Float64Array.from(edges).sort();
  return sorted.filter((edge, index) => index === 0 || edge !== sorted[index - 1]);
}

type Sweep = {
  placeAt(now: Ms): Place;
  levelAt(now: Ms, overCap: boolean): Level;
};

/** Reads place and level at instants in order. */
function newSweep(ground: Ground, evidence: Evidence, members: Members, terms: Terms): Sweep {
  const all = newTrack();
  const tracks = new Map<string, Track>([[everyMember, all]]);
  const own = members.map(({ component }) => {
    const track = newTrack();
    tracks.set(component, track);
    return track;
  });
  const admit = admission(evidence, (component) => tracks.get(component) ?? all);
  const inHours = membership(ground.hours);
  const isSuspended = membership(ground.suspended);
  const read = conditionReader(evidence, terms, ground.gapIsUnknown);
  const combine = combination(terms.components.rule, members, evidence.factors);
  return {
    placeAt(now) {
      if (now < ground.active.from || now >= ground.active.to) return "outside";
      return inHours(now) ? "counted" : "out_of_hours";
    },
    levelAt(now, overCap) {
      admit(now);
      if (isSuspended(now)) return { level: null, unknown: false };
      return combine((index) => read(own[index] ?? all, all, now, overCap));
    },
  };
}

/** Lets rows enter their tracks as time reaches them. */
function admission(evidence: Evidence, trackOf: (component: string) => Track): (now: Ms) => void {
  const queues = [
    queue(evidence.claims, (claim) => enter(trackOf(claim.component), claim)),
    queue(evidence.windows, ({ component, to }) => {
      const track = trackOf(component);
      track.maintainedUntil = Math.max(track.maintainedUntil, to);
    }),
    queue(evidence.unknown, ({ component, to }) => {
      const track = trackOf(component);
      track.unknownUntil = Math.max(track.unknownUntil, to);
    }),
  ];
  return (now) => {
    for (const admit of queues) admit(now);
  };
}

function queue<Entry extends Interval>(entries: readonly Entry[], enterOne: (entry: Entry) => void) {
  let next = 0;
  return (now: Ms) => {
    for (let entry = entries[next]; entry && entry.from <= now; entry = entries[++next]) enterOne(entry);
  };
}
