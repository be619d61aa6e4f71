import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { PublicIncident } from "@/lib/domain/incident";
import { viewPage } from "@/lib/domain/page-view";
import type { State } from "@/lib/domain/state";
import { renderStatuspageV2 } from "@/lib/render/statuspage-v2";
import { component, incident, now, snapshot } from "./snapshot-rig";

const corpus = resolve(import.meta.dirname, "../../../shared/providers/statuspage-v2-summary");

function file(path: string, components: Parameters<typeof snapshot>[0]) {
  const files = renderStatuspageV2(viewPage(snapshot(components)), { isStale: false });
  return JSON.parse(files.get(`/api/v2/${path}.json`) ?? "null");
}

const words = ["One.", "Two.", "Three.", "Four."];

function troubled(...incidents: PublicIncident[]) {
  return viewPage({ ...snapshot([component({ id: "cmp_checkout", group: "Shop" })]), incidents });
}

/** What every field of a document is, by its way. */
function kindsIn(value: unknown, way: string, kinds: Map<string, Set<string>>): void {
  if (Array.isArray(value)) for (const each of value) kindsIn(each, way, kinds);
  else if (typeof value === "object" && value !== null)
    for (const [name, each] of Object.entries(value)) kindsIn(each, `${way}.${name}`, kinds);
  else kinds.set(way, (kinds.get(way) ?? new Set()).add(value === null ? "null" : typeof value));
}

const inState = (...all: State[]) => all.map((state, index) => component({ id: `cmp_${index}`, state }));

describe("Statuspage's v2 API", () => {
  it("has every file of theirs", () => {
    const files = renderStatuspageV2(viewPage(snapshot([])), { isStale: false });
    expect([...files.keys()]).toEqual(
      [
        "summary",
        "status",
        "components",
        "incidents",
        "incidents/unresolved",
        "scheduled-maintenances",
        "scheduled-maintenances/upcoming",
        "scheduled-maintenances/active",
      ].map((name) => `/api/v2/${name}.json`),
    );
  });

  it.skipIf(!existsSync(corpus))(
    "has the fields of recorded pages, in their order (needs the recorded payloads)",
    () => {
      const ours = file("summary", [component({ group: "Shop" }), component({ id: "cmp_b" })]);
      for (const name of readdirSync(corpus)) {
        const recorded = JSON.parse(readFileSync(join(corpus, name), "utf8"));
        expect(Object.keys(ours).sort()).toEqual(Object.keys(recorded).sort());
        expect(Object.keys(ours.page)).toEqual(Object.keys(recorded.page));
        for (const theirs of recorded.components) {
          const own = ours.components.find((each: { group: boolean }) => each.group === theirs.group);
          // Recordings of 2019 and 2020 have no start_date yet.
          const keys = Object.keys(own).filter((key) => key in theirs || key !== "start_date");
          expect(keys).toEqual(Object.keys(theirs));
        }
      }
    },
  );

  it.skipIf(!existsSync(corpus))(
    "has incidents whose every field is of a kind that theirs have been seen to be (needs the recorded payloads)",
    () => {
      const theirs = new Map<string, Set<string>>();
      for (const folder of ["summary", "incidents"].map((name) => corpus.replace("summary", name)))
        for (const name of readdirSync(folder))
          kindsIn(JSON.parse(readFileSync(join(folder, name), "utf8")).incidents, "", theirs);
      const kinds = new Map<string, Set<string>>();
      const files = renderStatuspageV2(troubled(incident({}, ...words), incident({ id: "inc_2" }, "One.")), {
        isStale: false,
      });
      kindsIn(JSON.parse(files.get("/api/v2/incidents.json") ?? "").incidents, "", kinds);
      expect([...kinds.keys()].sort()).toEqual([...theirs.keys()].sort());
      // None of the recorded was open, in a group and of a component with a first day at a time.
      const unseen = ["string .resolved_at", "string .components.start_date", "string .components.group_id"];
      for (const [field, own] of kinds)
        for (const kind of own)
          expect([field, kind, theirs.get(field)?.has(kind) || unseen.includes(`string ${field}`)]).toEqual([
            ...[field, kind, true],
          ]);
    },
  );

  it("says of each word whether it was told or stands on pages alone", () => {
    const told = incident({}, "First words.", "Second words.");
    const updates = told.updates.map((each, index) => ({ ...each, notify: index === 1 }));
    const files = renderStatuspageV2(troubled({ ...told, updates }), { isStale: false });
    const [{ incident_updates: said }] = JSON.parse(files.get("/api/v2/incidents.json") ?? "").incidents;
    expect(said.map((word: { deliver_notifications: boolean }) => word.deliver_notifications)).toEqual([
      true,
      false,
    ]);
  });

  it("writes a group as a component that names its members", () => {
    const { components } = file("components", [
      component({ id: "cmp_a", group: "Shop" }),
      component({ id: "cmp_b", group: "Shop", state: "partial_outage" }),
    ]);
    expect(components).toMatchObject([
      { group: true, status: "partial_outage", components: ["cmp_a", "cmp_b"], group_id: null, position: 1 },
      { id: "cmp_a", group: false, group_id: components[0].id, position: 1 },
      { id: "cmp_b", group: false, group_id: components[0].id, position: 2 },
    ]);
    expect(components[1]).not.toHaveProperty("components");
  });

  it.each<[State[], string, string]>([
    [["operational", "operational"], "none", "All Systems Operational"],
    [["operational", "degraded_performance"], "minor", "Minor Service Outage"],
    [["operational", "under_maintenance"], "maintenance", "Service Under Maintenance"],
    [["operational", "partial_outage"], "major", "Partial System Outage"],
    [["operational", "operational", "major_outage"], "major", "Partial System Outage"],
    [["operational", "major_outage"], "critical", "Major Service Outage"],
    [[], "none", "All Systems Operational"],
  ])("says of %s: %s", (all, indicator, description) => {
    expect(file("status", inState(...all)).status).toEqual({ indicator, description });
  });

  it("R6.4 sends unknown as degraded_performance, since when, and the whole as minor at least", () => {
    const silent = component({ state: "unknown", since: now - 3_600_000, description: "Pays" });
    const { components, status } = file("summary", [silent]);
    expect(components[0]).toMatchObject({
      status: "degraded_performance",
      description: "No data since 13:05 UTC",
    });
    expect(status.indicator).toBe("minor");
  });
});
