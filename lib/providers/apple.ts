import { impactOfState, type ReadingIncident, worstState } from "@/lib/domain/reading";
import type { State } from "@/lib/domain/state";
import { finding, jsonAdapter } from "./adapter";
import { readInstant } from "./instant";
import { at, firstOf, lengthOf, listOf, textOf, translate, wordOf } from "./json";

const types: Readonly<Record<string, State>> = {
  outage: "major_outage",
  issue: "degraded_performance",
  performance: "degraded_performance",
  maintenance: "under_maintenance",
};

/** Apple's system status, bare or inside `jsonCallback(…);`. Resolved events stay listed for days. */
export const apple = jsonAdapter({
  matches: (value) => at(firstOf(at(value, "services")), "serviceName") !== undefined,
  accepts: (value) => Array.isArray(at(value, "services")),
  traces: [/"serviceName"/, /"events"/],
  read(value) {
    const services = listOf(at(value, "services"));
    const components = services.flatMap((service) => {
      const name = textOf(at(service, "serviceName"));
      return name === null ? [] : [{ id: name, name, group: null, region: null, state: stateOf(service) }];
    });
    const incidents = services.reduce<number>((sum, service) => sum + lengthOf(at(service, "events")), 0);
    return finding({
      overall: worstState(components.map((component) => component.state)),
      components,
      openIncidents: services.flatMap((service) =>
        ongoing(service)
          .filter((event) => gradeOf(event) !== "under_maintenance")
          .map((event) => readEvent(event, service)),
      ),
      scheduled: services.flatMap(plannedWork),
      counts: { components: components.length, incidents },
    });
  },
});

function gradeOf(event: unknown): State {
  return translate(types, at(event, "statusType"), "unknown");
}

function ongoing(service: unknown): unknown[] {
  return listOf(at(service, "events")).filter((event) => wordOf(at(event, "eventStatus")) === "ongoing");
}

function stateOf(service: unknown): State {
  return worstState(["operational", ...ongoing(service).map((event) => unknownAsDegraded(gradeOf(event)))]);
}

function unknownAsDegraded(state: State): State {
  return state === "unknown" ? "degraded_performance" : state;
}

function titleOf(event: unknown, service: unknown): string {
  return `${textOf(at(service, "serviceName")) ?? "Service"}: ${textOf(at(event, "statusType")) ?? "Issue"}`;
}

/** Epoch milliseconds are read, the texts in Pacific time only where there is nothing else. */
function readEvent(event: unknown, service: unknown): ReadingIncident {
  const name = textOf(at(service, "serviceName"));
  const startedAt = readInstant(at(event, "epochStartDate")) ?? readInstant(at(event, "startDate"));
  return {
    id: textOf(at(event, "messageId")),
    title: titleOf(event, service),
    impact: impactOfState(gradeOf(event)),
    startedAt,
    updatedAt: readInstant(at(event, "datePosted")) ?? startedAt,
    latestStatus: "open",
    affected: name === null ? [] : [name],
  };
}

function plannedWork(service: unknown) {
  const events = listOf(at(service, "events")).filter((event) => {
    const running = wordOf(at(event, "eventStatus")) === "ongoing" && gradeOf(event) === "under_maintenance";
    return running || ["upcoming", "scheduled"].includes(wordOf(at(event, "eventStatus")));
  });
  return events.map((event) => ({
    id: textOf(at(event, "messageId")),
    title: titleOf(event, service),
    from: readInstant(at(event, "epochStartDate")) ?? readInstant(at(event, "startDate")),
    to: readInstant(at(event, "epochEndDate")) ?? readInstant(at(event, "endDate")),
  }));
}
