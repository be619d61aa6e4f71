/** Milliseconds of CPU that this process spends in `work`: unlike the clock, a busy machine does not lengthen them. */
export function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
