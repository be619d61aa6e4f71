import type { LatencyPoint } from "@/lib/domain/latency";
import { hourMs, type Interval } from "@/lib/domain/time";
import { html, type Markup } from "./markup";

const width = 672;
const height = 64;

/** Response times over a window as one line with its area; where nothing answered the line is broken. */
export function latencySvg(points: readonly LatencyPoint[], { from, to }: Interval, label: string): Markup {
  const highest = Math.max(1, ...points.map(({ totalMs }) => totalMs ?? 0));
  const runs = unbroken(points).map((run) =>
    run.map(({ at, totalMs }) => {
      const x = Math.round(((at - from) / Math.max(1, to - from)) * width);
      return `${x} ${Math.round(height - ((totalMs ?? 0) / highest) * (height - 4))}`;
    }),
  );
  const line = runs.map((run) => `M${run.join("L")}`).join("");
  const area = runs.map((run) => `M${run.join("L")}V${height}H${run[0]?.split(" ", 1)[0] ?? 0}z`).join("");
  return html`<svg height=64 viewBox="0 0 ${width} ${height}" preserveAspectRatio=none role=img aria-label="${label}"><path class=f d="${area}"/><path d="${line}"/></svg>`;
}

/** Stretches of hours of which each answered. */
function unbroken(points: readonly LatencyPoint[]): LatencyPoint[][] {
  const runs: LatencyPoint[][] = [];
  for (const point of points) {
    if (point.totalMs === null) continue;
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last && before && point.at - before.at <= hourMs) last.push(point);
    else runs.push([point]);
  }
  return runs;
}
