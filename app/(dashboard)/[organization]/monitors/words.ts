import type { Confirm, FailureWord } from "@/lib/domain/check";
import type { CheckType } from "@/lib/domain/check-settings";
import { shortDuration } from "@/lib/domain/duration";
import type { State } from "@/lib/domain/state";
import type { Verdict } from "@/lib/domain/verdict";

export const verdictWords: Record<Verdict, string> = {
  up: "Up",
  degraded: "Degraded",
  down: "Down",
  unknown: "No data",
};

/** The state whose shape and colour a verdict borrows. */
export const verdictStates: Record<Verdict, State> = {
  up: "operational",
  degraded: "degraded_performance",
  down: "major_outage",
  unknown: "unknown",
};

export const typeWords: Record<CheckType, string> = {
  http: "HTTP",
  tcp: "TCP",
  dns: "DNS",
  tls: "TLS",
  icmp: "Ping",
  heartbeat: "Heartbeat",
};

/** A failure in two or three words, for tables: "Connect refused", "DNS not found". */
export function failureLabel(word: FailureWord): string {
  const [first = "", ...rest] = word.split("_");
  const shown = first === "dns" || first === "tls" ? first.toUpperCase() : capital(first);
  return [shown, ...rest].join(" ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What the confirmation means, said before it is relied on (RULES R3.1, R3.2). */
export function confirmSentence({ failures, recoveries, quorum }: Confirm, regions: number): string {
  const where =
    regions > 1
      ? ` in ${quorum === regions ? "every region" : `at least ${quorum} of ${regions} regions`}`
      : "";
  return (
    `An outage opens after ${inARow(failures, "failure")}${where} and starts at the first of them. ` +
    `It closes after ${inARow(recoveries, "success", "successes")} and ends at the first of them.`
  );
}

/** How long an outage can go on before it is believed. */
export function detectionSentence({ failures }: Confirm, intervalSeconds: number, timeoutMs: number): string {
  const longestMs = failures * intervalSeconds * 1_000 + timeoutMs;
  return `At one run every ${shortDuration(intervalSeconds * 1_000)}, it is known at most ${shortDuration(longestMs)} after it began.`;
}

/** The same for a monitor that waits to be called (RULES R3.4). */
export function heartbeatSentence(
  intervalSeconds: number,
  graceSeconds: number,
  cron: { schedule: string; timezone: string } | null = null,
): string {
  const [due, grace] = [shortDuration(intervalSeconds * 1_000), shortDuration(graceSeconds * 1_000)];
  const times = cron === null ? `every ${due}` : `by the schedule ${cron.schedule} in ${cron.timezone}`;
  return `A beat is due ${times}. If none came ${grace} after that, it is down from the moment the beat was due.`;
}

function inARow(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `1 ${one}` : `${count} ${many} in a row`;
}
