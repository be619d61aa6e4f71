import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export type MemorySeen = {
  /** What is reachable before, at the most, and afterwards: measured after a forced collection. */
  liveStartMb: number;
  livePeakMb: number;
  liveEndMb: number;
  /** With the garbage that V8 had not taken away yet: grows with what it may take, not with what is held. */
  heapPeakMb: number;
  rssPeakMb: number;
};

const mb = (bytes: number) => Math.round(bytes / 1_048_576);

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** Watches this process's memory: the heap ten times a second, and what of it is alive once a second or so. */
export function watchMemory(): { stop(): MemorySeen } {
  const seen = { heapPeakMb: 0, rssPeakMb: 0, livePeakMb: live() };
  const liveStartMb = seen.livePeakMb;
  let ticks = 0;
  const look = () => {
    const { heapUsed, rss } = process.memoryUsage();
    seen.heapPeakMb = Math.max(seen.heapPeakMb, mb(heapUsed));
    seen.rssPeakMb = Math.max(seen.rssPeakMb, mb(rss));
    ticks += 1;
    if (ticks % 10 === 0) seen.livePeakMb = Math.max(seen.livePeakMb, live());
  };
  const timer = setInterval(look, 100);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { ...seen, liveStartMb, liveEndMb: live() };
    },
  };
}

function live(): number {
  collect();
  return mb(process.memoryUsage().heapUsed);
}
