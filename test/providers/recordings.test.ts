import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Reading, ReadingComponent } from "@/lib/domain/reading";
import { readProvider } from "@/lib/providers";

/** Real payloads with what a careful person reads in them. */
const folder = resolve(import.meta.dirname, "../../../shared/providers");
const present = existsSync(join(folder, "EXPECTED.json"));

type Expected = {
  overall: string;
  parse_error?: boolean;
  components: { name: string; state: string; region?: string; group?: string }[];
  component_state_counts?: Record<string, number>;
  open_incidents: {
    title: string;
    impact: string;
    started_at: string | null;
    updated_at: string | null;
    latest_status: string;
    affected: string[];
  }[];
  scheduled: { title: string; from: string | null; to: string | null }[];
  scheduled_total?: number;
  counts: { components: number; incidents: number };
};

const expected: Record<string, Expected> = present
  ? JSON.parse(readFileSync(join(folder, "EXPECTED.json"), "utf8"))
  : {};
const files = present
  ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => Object.hasOwn(expected, name))
  : [];

const readings = new Map<string, Reading>(
  files.map((file) => [file, readProvider({ bytes: readFileSync(join(folder, file)) })]),
);

function text(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString().replace(".000Z", "Z");
}

function tally(components: readonly ReadingComponent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of components) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** What was expected says less where it was cut short; the reading is brought to the same words. */
function words(component: ReadingComponent, like: Expected["components"][number]) {
  return {
    name: component.name,
    state: component.state,
    ...(like.region === undefined ? {} : { region: component.region }),
    ...(like.group === undefined ? {} : { group: component.group }),
  };
}

describe.skipIf(!present)("recorded payloads (skipped: no recordings beside this repository)", () => {
  it("are all there", () => {
    expect(files.length).toBe(Object.keys(expected).length);
  });

  it.each(files)("%s is recognised, and reads the same when named", (file) => {
    const format = file.split("/")[0] ?? "";
    const reading = readings.get(file);
    expect(reading?.format).toBe(format);
    if (reading?.format == null) return;
    const named = readProvider({ bytes: readFileSync(join(folder, file)), format: reading.format });
    expect(named).toEqual(reading);
  });

  it.each(files)("%s reads as a careful person reads it", (file) => {
    const want = expected[file];
    const reading = readings.get(file);
    if (!want || !reading) throw new Error("no reading");
    expect(reading.overall).toBe(want.overall);
    expect(reading.parseError).toBe(want.parse_error ?? false);
    expect(reading.counts).toEqual({ components: want.counts.components, incidents: want.counts.incidents });
    if (want.component_state_counts) expect(tally(reading.components)).toEqual(want.component_state_counts);
    for (const component of want.components)
      expect(reading.components.map((each) => words(each, component))).toContainEqual(component);
    expect(
      reading.openIncidents.map((incident) => ({
        title: incident.title,
        impact: incident.impact,
        started_at: text(incident.startedAt),
        updated_at: text(incident.updatedAt),
        latest_status: incident.latestStatus,
        affected: incident.affected,
      })),
    ).toEqual(
      want.open_incidents.map(({ title, impact, started_at, updated_at, latest_status, affected }) => ({
        title,
        impact,
        started_at,
        updated_at,
        latest_status,
        affected,
      })),
    );
    const scheduled = reading.scheduled.map(({ title, from, to }) => ({
      title,
      from: text(from),
      to: text(to),
    }));
    expect(scheduled.length).toBe(want.scheduled_total ?? want.scheduled.length);
    for (const { title, from, to } of want.scheduled) expect(scheduled).toContainEqual({ title, from, to });
  });
});
