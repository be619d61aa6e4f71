import type { Interval, Ms } from "../time";

/** Stretches in order of `from`, those that overlap or touch made one. */
export function united(ordered: readonly Interval[]): Interval[] {
  const stretches: Interval[] = [];
  for (const { from, to } of ordered) {
    const last = stretches.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else if (from < to) stretches.push({ from, to });
  }
  return stretches;
}

/** What two lists of ordered, separate stretches share, in order. */
export function common(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const shared: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i], b[j]];
    if (!left || !right) break;
    const from = Math.max(left.from, right.from);
    const to = Math.min(left.to, right.to);
    if (from < to) shared.push({ from, to });
    if (left.to < right.to) i++;
    else j++;
  }
  return shared;
}

/** Whether an instant lies in one of the ordered stretches; must be asked about instants in order. */
export function membership(ordered: readonly Interval[]): (now: Ms) => boolean {
  let next = 0;
  return (now) => {
    while (next < ordered.length && (ordered[next]?.to ?? 0) <= now) next++;
    return (ordered[next]?.from ?? Number.POSITIVE_INFINITY) <= now;
  };
}

export function totalMs(stretches: readonly Interval[]): number {
  return stretches.reduce((total, { from, to }) => total + to - from, 0);
}
