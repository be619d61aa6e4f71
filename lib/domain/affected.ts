import type { State } from "./state";
import type { Ms } from "./time";

/** What Now knows of a component. */
export type Affectable = {
  id: string;
  name: string;
  state: State;
  since: Ms | null;
  members: readonly string[];
};

/** What makes a screen's first line: worse comes first, then what has lasted longest. */
const weight: Record<State, number> = {
  major_outage: 0,
  partial_outage: 1,
  degraded_performance: 2,
  unknown: 3,
  under_maintenance: 4,
  operational: 5,
};

/** Components that are not operational, the worst first, then the longest so, then by name. */
export function troublesOf<T extends Affectable>(components: readonly T[]): T[] {
  return components
    .filter((component) => component.state !== "operational")
    .sort(
      (a, b) =>
        weight[a.state] - weight[b.state] ||
        (a.since ?? Number.NEGATIVE_INFINITY) - (b.since ?? Number.NEGATIVE_INFINITY) ||
        a.name.localeCompare(b.name),
    );
}

/** Components that are made of `id`, directly or through others, and are not operational either. */
export function draggedDownBy<T extends Affectable>(id: string, components: readonly T[]): T[] {
  const found = new Set<string>([id]);
  for (let grown = true; grown; ) {
    const parents = components.filter(
      (each) => !found.has(each.id) && each.members.some((of) => found.has(of)),
    );
    for (const parent of parents) found.add(parent.id);
    grown = parents.length > 0;
  }
  found.delete(id);
  return components.filter((each) => found.has(each.id) && each.state !== "operational");
}

/** One sentence for the whole: what is wrong, or how many are fine. */
export function nowSentence(components: readonly Affectable[]): string {
  const total = components.length;
  if (total === 0) return "Nothing is watched yet";
  const troubles = troublesOf(components);
  const down = troubles.filter(({ state }) => state === "major_outage" || state === "partial_outage");
  const worst = down.length > 0 ? down : troubles.filter(({ state }) => state === troubles[0]?.state);
  const [first, second, ...more] = worst;
  if (!first)
    return total === 1 ? `${components[0]?.name} is operational` : `All ${total} components are operational`;
  if (!second) return `${first.name} is ${saying[first.state]}`;
  const others = more.length === 0 ? second.name : `${more.length + 1} others`;
  return `${first.name} and ${others} are ${saying[first.state]}`;
}

const saying: Record<State, string> = {
  operational: "operational",
  degraded_performance: "degraded",
  partial_outage: "partly down",
  major_outage: "down",
  under_maintenance: "under maintenance",
  unknown: "without data",
};
