import { describe, expect, it } from "vitest";
import { type Affectable, draggedDownBy, nowSentence, troublesOf } from "@/lib/domain/affected";

const component = (id: string, rest: Partial<Affectable> = {}): Affectable => ({
  id,
  name: id,
  state: "operational",
  since: 1_000,
  members: [],
  ...rest,
});

describe("what Now says first", () => {
  it("puts the worst first, then what has lasted longest", () => {
    const components = [
      component("late", { state: "major_outage", since: 500 }),
      component("slow", { state: "degraded_performance", since: 1 }),
      component("early", { state: "major_outage", since: 100 }),
      component("fine"),
      component("silent", { state: "unknown" }),
    ];
    expect(troublesOf(components).map((each) => each.id)).toEqual(["early", "late", "slow", "silent"]);
  });

  it("says it in one sentence", () => {
    const down = { state: "major_outage" } as const;
    expect(nowSentence([])).toBe("Nothing is watched yet");
    expect(nowSentence([component("Shop")])).toBe("Shop is operational");
    expect(nowSentence([component("Shop"), component("API")])).toBe("All 2 components are operational");
    expect(nowSentence([component("Shop", { state: "degraded_performance" }), component("API")])).toBe(
      "Shop is degraded",
    );
    expect(nowSentence([component("API", down), component("Shop", { ...down, since: 2_000 })])).toBe(
      "API and Shop are down",
    );
    expect(nowSentence(["a", "b", "c", "d"].map((name) => component(name, down)))).toBe(
      "a and 3 others are down",
    );
  });

  it("names what is made of the failed part, through every level, and only if it suffers too", () => {
    const components = [
      component("disk", { state: "major_outage" }),
      component("database", { state: "major_outage", members: ["disk"] }),
      component("shop", { state: "partial_outage", members: ["database"] }),
      component("mirror", { members: ["disk"] }),
    ];
    expect(draggedDownBy("disk", components).map((each) => each.id)).toEqual(["database", "shop"]);
  });
});
