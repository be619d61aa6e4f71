import { sendBatches } from "@/lib/jobs/batches";
import { expandDue, recipientsAtOnce } from "@/lib/jobs/expansions";
import { resendSender } from "@/lib/mail/resend";

// Run as a process of its own, so that it can be killed: the worker's two loops of a storm, towards `url`.

const [url = "", timeoutMs = "2000"] = process.argv.slice(2);
const stop = new AbortController();
process.on("message", (message: "stop" | "memory") => {
  if (message === "stop") stop.abort();
  else process.send?.({ peakBytes: process.resourceUsage().maxRSS * 1_024, cpuSeconds: cpuSeconds() });
});
process.on("disconnect", () => process.exit(0));
process.send?.("up");
await Promise.all([
  sendBatches(resendSender("re_test", url, { timeoutMs: Number(timeoutMs) }), stop.signal),
  expand(),
]);
process.exit(0);

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function expand(): Promise<void> {
  while (!stop.signal.aborted)
    if ((await expandDue(recipientsAtOnce, Date.now())) === 0)
      await new Promise((done) => setTimeout(done, 100));
}
