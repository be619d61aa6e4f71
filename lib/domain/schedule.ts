import { type Ms, minuteMs } from "./time";

/** First turns lie within this long after a monitor was made, however long its interval. */
const firstWithinMs = minuteMs;

/**
 * When a (monitor, region) runs first: spread evenly by its name, so that monitors made together do not fire
 * together. The phase is kept from then on.
 */
export function firstTurn(monitorId: string, region: string, intervalMs: number, now: Ms): Ms {
  return now + (fingerprint(`${monitorId}:${region}`) % Math.min(intervalMs, firstWithinMs));
}

/** FNV-1a, 32 bits: spreads well, secret from nobody. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The low bits of ids that were made together differ little; fold the high ones in.
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
}
