import type { Reading } from "@/lib/domain/reading";

function minute(instant: number | null): string {
  return instant === null
    ? "-"
    : new Date(instant)
        .toISOString()
        .replace(/(?::00)?\.000Z$/, "")
        .replace("T", " ");
}

/** A reading in lines short enough to compare by eye. */
export function spoken(reading: Reading) {
  return {
    overall: reading.overall,
    components: reading.components.map(({ name, group, region, state }) =>
      [group, name, region, state].filter((part) => part !== null).join(" / "),
    ),
    open: reading.openIncidents.map((each) =>
      [
        each.title,
        each.impact,
        minute(each.startedAt),
        minute(each.updatedAt),
        each.latestStatus,
        each.affected.join("+"),
      ].join(" | "),
    ),
    scheduled: reading.scheduled.map(({ title, from, to }) => `${title} | ${minute(from)} | ${minute(to)}`),
    counts: [reading.counts.components, reading.counts.incidents],
  };
}
