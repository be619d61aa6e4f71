import type { FailureWord, Outcome } from "@/lib/domain/check";
import { hourMs, type Ms } from "@/lib/domain/time";
import { fateOf } from "./chance";

/** What a target really is at an instant: outages and slow spells of hours, blips of one run, unfit probes. */
export function answerOf(seed: number, target: string, region: string, at: Ms): Outcome {
  const spell = fateOf(seed, target, "spell", Math.floor(at / (5 * hourMs)));
  const local = fateOf(seed, target, region, "spell", Math.floor(at / (7 * hourMs)));
  const blip = fateOf(seed, target, region, at);
  const suspect = fateOf(seed, region, "unfit", Math.floor(at / (6 * hourMs))) < 0.04;
  if (suspect) return outcomeOf(at, fateOf(seed, target, at, "noise") < 0.5 ? "down" : "up", true);
  if (spell < 0.1 || local < 0.05 || blip < 0.04) return outcomeOf(at, "down", false);
  return outcomeOf(at, spell < 0.18 || local < 0.08 || blip < 0.07 ? "degraded" : "up", false);
}

/** Whether a job reports that it is done, that it failed, or nothing at all. */
export function beatOf(seed: number, monitorName: string, at: Ms): "ok" | "fail" | null {
  if (fateOf(seed, monitorName, "gone", Math.floor(at / (11 * hourMs))) < 0.12) return null;
  return fateOf(seed, monitorName, at) < 0.05 ? "fail" : "ok";
}

/** Whether a region's probe is awake. */
export function isAwake(seed: number, region: string, at: Ms): boolean {
  return fateOf(seed, region, "asleep", Math.floor(at / (13 * hourMs))) >= 0.06;
}

function outcomeOf(startedAt: Ms, verdict: Outcome["verdict"], suspect: boolean): Outcome {
  const failure: FailureWord | null = verdict === "down" ? "connect_refused" : null;
  const totalMs = verdict === "degraded" ? 2_900 : 15;
  const phases = { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4, transferMs: 5, totalMs };
  const httpStatus = verdict === "down" ? null : 200;
  return { startedAt, verdict, ok: verdict !== "down", failure, detail: null, httpStatus, phases, suspect };
}
