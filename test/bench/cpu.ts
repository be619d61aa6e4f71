import { readdirSync, readFileSync } from "node:fs";

/** Ticks of /proc per second; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

type Usage = { parent: number; own: number; reaped: number };

/** Seconds of CPU that a process has used, its reaped children's included; null where there is no /proc. */
export function cpuSecondsOf(pid: number): number | null {
  const usage = read(pid);
  return usage && usage.own + usage.reaped;
}

/** The same for a process and the children it has now: a Postgres server with all its backends. */
export function cpuSecondsOfFamily(pid: number): number | null {
  const usage = read(pid);
  if (!usage) return null;
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => read(Number(name)))
    .filter((each) => each?.parent === pid);
  return children.reduce((sum, child) => sum + (child?.own ?? 0), usage.own + usage.reaped);
}

export function parentOf(pid: number): number | null {
  return read(pid)?.parent ?? null;
}

/** Fields of proc_pid_stat(5); the name in parentheses may hold anything, so counting starts after it. */
function read(pid: number): Usage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const seconds = (index: number) => Number(fields[index]) / ticksPerSecond;
    return { parent: Number(fields[1]), own: seconds(11) + seconds(12), reaped: seconds(13) + seconds(14) };
  } catch {
    return null;
  }
}
