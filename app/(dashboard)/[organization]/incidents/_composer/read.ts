import type { Fields } from "@/app/_server/form";
import { type AffectedComponent, affectedStates } from "@/lib/domain/incident";
import { parseLocal } from "@/lib/domain/local-time";
import { formatInstant, type Ms, minuteMs } from "@/lib/domain/time";

const statePrefix = "state.";

/** The components whose state was chosen. */
function chosenStates(fields: Fields): AffectedComponent[] {
  return Object.entries(fields.given()).flatMap(([name, value]) => {
    const state = affectedStates.find((each) => each === value);
    return name.startsWith(statePrefix) && state ? [{ id: name.slice(statePrefix.length), state }] : [];
  });
}

/** The promise of the next word as an instant; null when none is given. */
function nextUpdateAt(fields: Fields, now: Ms): string | null {
  const minutes = Number(fields.text("next"));
  return minutes > 0 ? formatInstant(now + Math.floor(minutes) * minuteMs) : null;
}

/** What every word says. */
function wordOf(fields: Fields, now: Ms) {
  return {
    status: fields.text("status"),
    body: fields.text("body") ?? "",
    components: chosenStates(fields),
    notify: fields.checked("notify"),
    next_update_at: nextUpdateAt(fields, now),
  };
}

/** The form as `POST /incidents/{id}/updates` takes it. */
export function updateOf(fields: Fields, now: Ms): unknown {
  const word = wordOf(fields, now);
  // What is resolved says nothing more of its components.
  return word.status === "resolved" ? { ...word, components: [] } : word;
}

/** The form as `POST /incidents` takes it, and a draft's `PATCH`; times are those of a clock in `zone`. */
export function incidentOf(fields: Fields, zone: string, now: Ms): Record<string, unknown> {
  const since = fields.text("started_at");
  const at = since === undefined ? undefined : parseLocal(since, zone);
  const isUnchanged = since !== undefined && since === fields.text("started_shown");
  return {
    ...wordOf(fields, now),
    title: fields.text("title") ?? "",
    impact: fields.text("impact"),
    // A field to the second, left as it was, is no word about milliseconds.
    started_at: since === undefined || isUnchanged ? undefined : at == null ? since : formatInstant(at),
  };
}
