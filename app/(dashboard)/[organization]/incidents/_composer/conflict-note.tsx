import { clockTime } from "@/lib/domain/duration";
import type { IncidentStatus } from "@/lib/domain/incident";
import { statusWords } from "../words";
import type { Conflict } from "./compose";

/** Somebody was faster: their words in full, above ours, which stay in the fields. */
export function ConflictNote({ conflict, zone }: { conflict: Conflict; zone: string }) {
  return (
    <section
      role="alert"
      className="rounded-md border border-degraded border-l-4 bg-surface px-4 py-3 text-sm"
    >
      <h2 className="font-medium text-degraded">
        Somebody else changed this incident while you were writing
      </h2>
      <p className="mt-1 text-ink-2">
        At {clockTime(conflict.at, zone, conflict.at)} it said the following. Your words are below and nothing
        was published. Change them, or publish them anyway.
      </p>
      <p className="mt-3 font-medium">
        {conflict.title} · {statusWords[conflict.status as IncidentStatus]}
      </p>
      <p className="mt-1 whitespace-pre-wrap break-words border-l-2 pl-3 text-ink-2">
        {conflict.body || "No words."}
      </p>
    </section>
  );
}
