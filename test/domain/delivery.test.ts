import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attemptsSpanMs, backOffMs, decideFate, mayRepeat, type SendResult } from "@/lib/domain/delivery";

const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const retry = (maybeAccepted: boolean): SendResult => ({ outcome: "retry", failure: "busy", maybeAccepted });

describe("back-off", () => {
  it("stays between half and all of a pause that doubles up to 30 minutes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), jitter, (attempts, spread) => {
        const full = Math.min(1_800_000, 5_000 * 2 ** (attempts - 1));
        const pause = backOffMs(attempts, spread);
        return Number.isInteger(pause) && pause >= full / 2 && pause <= full;
      }),
    );
  });

  it("is never shorter than the receiver asked for", () => {
    expect(backOffMs(1, 0, 90_000)).toBe(90_000);
  });
});

describe("R7.2 the fate of an attempt", () => {
  const attempt = { attempts: 3, firstAttemptAt: 0 };

  it("ends after 23 hours: uncertain if it may have been accepted, else failed", () => {
    const late = attemptsSpanMs;
    expect(decideFate(attempt, retry(true), late, 0.5).status).toBe("uncertain");
    expect(decideFate(attempt, retry(false), late, 0.5).status).toBe("failed");
    expect(decideFate(attempt, retry(true), late - 3_600_000, 0.5).status).toBe("queued");
  });

  it("is never queued again after an acceptance, a refusal or an uncertain answer", () => {
    const ends: SendResult[] = [
      { outcome: "accepted", senderId: null },
      { outcome: "refused", failure: "no" },
      { outcome: "uncertain", failure: "lost" },
    ];
    expect(ends.map((end) => decideFate(attempt, end, 1, 0).status)).toEqual(["sent", "failed", "uncertain"]);
  });

  it("lets a dead worker's attempt be repeated within the sender's memory only", () => {
    expect(mayRepeat(attempt, 100, 99)).toBe(true);
    expect(mayRepeat(attempt, 100, 100)).toBe(false);
    expect(mayRepeat(attempt, 0, 0)).toBe(false);
    expect(mayRepeat(attempt, Number.POSITIVE_INFINITY, 1e15)).toBe(true);
  });
});
