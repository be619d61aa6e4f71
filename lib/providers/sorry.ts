import type { ReadingIncident } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { newestOf, readInstant } from "./instant";
import { at, listOf, namesOf, recordsOf, textOf, translate, wordOf } from "./json";
import { isClosedWord, openStatusOf } from "./statuspage";

const words: Readonly<Record<string, State>> = {
  operational: "operational",
  degraded: "degraded_performance",
  under_maintenance: "under_maintenance",
};

/** Sorry `/api/v1/status`: the page's state, and what else the answer embeds. */
export const sorry = jsonAdapter({
  matches: (value) => typeof at(value, "page", "state") === "string",
  traces: [/"state_text"/],
  read(value) {
    const page = at(value, "page");
    const components = listOf(at(value, "components") ?? at(page, "components")).flatMap((row) => {
      const name = textOf(at(row, "name"));
      const state = translate(words, at(row, "state"), "unknown");
      return name === null ? [] : [{ id: textOf(at(row, "id")), name, group: null, region: null, state }];
    });
    const notices = recordsOf(at(value, "notices") ?? at(page, "notices")).filter(isOpen);
    return finding({
      overall: translate(words, at(page, "state"), "unknown"),
      components,
      openIncidents: notices.filter((notice) => !isPlanned(notice)).map(readIncident),
      scheduled: notices.filter(isPlanned).map((notice) => ({
        id: textOf(at(notice, "id")),
        title: titleOf(notice),
        from: readInstant(at(notice, "begins_at")) ?? readInstant(at(notice, "began_at")),
        to: readInstant(at(notice, "ends_at")) ?? readInstant(at(notice, "ended_at")),
      })),
    });
  },
});

function isOpen(notice: unknown): boolean {
  const ended =
    readInstant(at(notice, "ended_at")) !== null || wordOf(at(notice, "timeline_state")) === "past";
  return !ended && !isClosedWord(at(notice, "state")) && wordOf(at(notice, "state")) !== "complete";
}

function isPlanned(notice: unknown): boolean {
  return wordOf(at(notice, "type")) === "planned";
}

function titleOf(notice: unknown): string {
  return textOf(at(notice, "subject")) ?? textOf(at(notice, "name")) ?? "Untitled notice";
}

function readIncident(notice: unknown): ReadingIncident {
  const startedAt = readInstant(at(notice, "began_at")) ?? readInstant(at(notice, "created_at"));
  const updates = listOf(at(notice, "updates")).map((update) => at(update, "created_at"));
  return {
    id: textOf(at(notice, "id")),
    title: titleOf(notice),
    impact: "unknown",
    startedAt,
    updatedAt: newestOf(updates) ?? readInstant(at(notice, "updated_at")) ?? startedAt,
    latestStatus: openStatusOf(at(notice, "state")),
    affected: namesOf(at(notice, "components"), "name"),
  };
}
