import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Circumstances, groupByCause } from "@/lib/domain/cause-group";
import type { OutageFact } from "@/lib/domain/outage-group";

const names = ["a", "b", "c", "d", "e", "f", "g", "h"];

function outage(componentId: string, startedAt = 0, id = `out_${componentId}_${startedAt}`): OutageFact {
  const rest = { confirmedAt: startedAt + 1, endedAt: null, failure: null };
  return { id, monitorId: `mon_${id}`, componentId, startedAt, ...rest };
}

function circumstances(
  members: Record<string, string[]>,
  more: { well?: string[]; providers?: Record<string, string> } = {},
): Circumstances {
  const providers = Object.entries(more.providers ?? {});
  return {
    membersOf: new Map(Object.entries(members)),
    well: new Set(more.well),
    providerOf: new Map(providers.map(([id, name]) => [id, { type: "provider", id: name, title: name }])),
    nameOf: new Map(names.map((name) => [name, name.toUpperCase()])),
  };
}

const grouped = (outages: readonly OutageFact[], given: Circumstances) =>
  groupByCause(outages, given).map(({ cause, outages: some }) => [
    `${cause.type} ${cause.title}`,
    [...new Set(some.map((each) => each.componentId))].sort().join(""),
  ]);

describe("outages of one cause", () => {
  it("of one component are one group, of strangers are two", () => {
    const some = [outage("a", 1), outage("a", 2), outage("b")];
    expect(grouped(some, circumstances({}))).toEqual([
      ["component A", "a"],
      ["component B", "b"],
    ]);
  });

  it("follow the failing component that others are made of, however deep", () => {
    const given = circumstances({ a: ["b"], b: ["c"], d: ["c"] });
    expect(grouped([outage("a"), outage("c"), outage("d")], given)).toEqual([["component C", "acd"]]);
  });

  it("share the deepest member that none of them finds well", () => {
    const given = circumstances({ a: ["c"], b: ["c"], c: ["d"] });
    expect(grouped([outage("a"), outage("b")], given)).toEqual([["component D", "ab"]]);
  });

  it("do not blame a member whose own checks find it well", () => {
    const given = circumstances({ a: ["c"], b: ["c"] }, { well: ["c"] });
    expect(grouped([outage("a"), outage("b")], given)).toHaveLength(2);
  });

  it("are a provider's that says it is down, before anything of ours", () => {
    const given = circumstances({ a: ["c"], b: ["c"] }, { providers: { a: "AWS", d: "AWS" } });
    expect(grouped([outage("a"), outage("b"), outage("d")], given)).toEqual([
      ["provider AWS", "ad"],
      ["component B", "b"],
    ]);
  });
});

/** Members only ever come later in the alphabet: no cycles, as the product refuses them. */
const graphs = fc
  .array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12 })
  .map((pairs) => pairs.filter(([parent, child]) => parent < child))
  .map((pairs) => {
    const members: Record<string, string[]> = {};
    for (const [parent, child] of pairs) {
      const name = names[parent] ?? "";
      members[name] = [...new Set([...(members[name] ?? []), names[child] ?? ""])];
    }
    return members;
  });
const storms = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.nat(5)), { minLength: 1, maxLength: 12 })
  .map((some) => some.map(([name, at], index) => outage(name, at, `out_${String(index).padStart(3, "0")}`)));
const wells = fc.subarray(names);
const providers = fc.dictionary(fc.constantFrom(...names), fc.constantFrom("AWS", "GCP"), { maxKeys: 3 });

function below(members: Record<string, string[]>, id: string): Set<string> {
  const found = new Set([id]);
  for (const each of found) for (const member of members[each] ?? []) found.add(member);
  return found;
}

describe("grouping any storm", () => {
  it("puts every outage in exactly one group, and all of one component in the same", () => {
    fc.assert(
      fc.property(graphs, storms, wells, providers, (members, storm, well, given) => {
        const groups = groupByCause(storm, circumstances(members, { well, providers: given }));
        const all = groups.flatMap(({ outages }) => outages.map(({ id }) => id));
        expect([...all].sort()).toEqual(storm.map(({ id }) => id).sort());
        const components = groups.flatMap(({ outages }) => [...new Set(outages.map((o) => o.componentId))]);
        expect(new Set(components).size).toBe(components.length);
        expect(new Set(groups.map(({ cause }) => `${cause.type}${cause.id}`)).size).toBe(groups.length);
      }),
    );
  });

  it("never depends on the order in which the outages came", () => {
    fc.assert(
      fc.property(graphs, storms, wells, providers, fc.nat(), (members, storm, well, given, turn) => {
        const facts = circumstances(members, { well, providers: given });
        const turned = [
          ...storm.slice(turn % storm.length),
          ...storm.slice(0, turn % storm.length),
        ].reverse();
        expect(groupByCause(turned, facts)).toEqual(groupByCause(storm, facts));
      }),
    );
  });

  it("names a cause that everything in the group stands on", () => {
    fc.assert(
      fc.property(graphs, storms, wells, providers, (members, storm, well, given) => {
        for (const { cause, outages } of groupByCause(
          storm,
          circumstances(members, { well, providers: given }),
        )) {
          for (const { componentId } of outages) {
            const standsOn = below(members, componentId);
            if (cause.type === "component") expect(standsOn).toContain(cause.id);
            else expect([...standsOn].some((id) => given[id] === cause.id)).toBe(true);
          }
        }
      }),
    );
  });

  it("makes one group of all that is made of one failing component", () => {
    fc.assert(
      fc.property(fc.subarray(names.slice(0, 7), { minLength: 1 }), (parents) => {
        const members = Object.fromEntries(parents.map((name) => [name, ["h"]]));
        const groups = groupByCause(
          [...parents, "h"].map((name) => outage(name)),
          circumstances(members),
        );
        expect(groups.map(({ cause }) => cause.id)).toEqual(["h"]);
      }),
    );
  });
});
