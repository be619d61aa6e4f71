import { isWellWhenAbsent, type RemoteSelector } from "./dependency";
import { invalid } from "./errors";
import type { Reading, ReadingComponent } from "./reading";

/** What was asked for, as the provider itself names it; refused while the provider is known to have no such thing. */
export function chooseRemote(asked: RemoteSelector | null, reading: Reading | null): RemoteSelector {
  if (asked === null) return { id: null, name: null, region: null };
  if (reading === null || (asked.id === null && asked.name === null)) return asked;
  const [found, second] = distinct(componentsMeant(reading, asked));
  if (second !== undefined)
    throw invalid(
      "remote_component",
      `names several components of this provider; give its id, such as "${second.id}"`,
    );
  if (found !== undefined) return { id: found.id, name: found.name, region: asked.region };
  if (isWellWhenAbsent(reading)) return asked;
  const names = [...new Set(reading.components.map(({ name }) => name))].slice(0, 8).join(", ");
  throw invalid(
    "remote_component",
    `is not on this provider's page, which lists ${names || "no components"}`,
  );
}

/** A component stands once per region; it is still one. */
function distinct(found: ReturnType<typeof componentsMeant>) {
  return [...new Map(found.map((component) => [component.id ?? component.name, component])).values()];
}

/** The components a text may mean: by id, else by name without case. */
function componentsMeant(reading: Reading, selector: RemoteSelector): ReadingComponent[] {
  const inRegion = reading.components.filter(
    (component) => selector.region === null || component.region === selector.region,
  );
  const { id, name } = selector;
  if (id === null && name === null) return inRegion;
  const byId = inRegion.filter((component) => component.id !== null && component.id === (id ?? name));
  if (byId.length > 0 || name === null) return byId;
  return inRegion.filter((component) => component.name.toLowerCase() === name.toLowerCase());
}
