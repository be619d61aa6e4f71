import { z } from "zod";
import { compositionComplaint, membersMax } from "./composition";
import { nameInput, pageInput } from "./input";
import type { Composition } from "./ledger";
import type { State } from "./state";
import type { Ms } from "./time";

const memberIds = z.array(z.string().min(1).max(100)).min(1).max(membersMax);

/** How a component is made of others, as written outside; `of` comes out sorted, as the ledger keeps it. */
const compositionInput = z
  .discriminatedUnion("rule", [
    z.strictObject({ rule: z.literal("all"), of: memberIds }),
    z.strictObject({ rule: z.literal("any"), of: memberIds }),
    z.strictObject({ rule: z.literal("k_of_n"), k: z.int().min(1).max(membersMax), of: memberIds }),
  ])
  .superRefine((composition, context) => {
    const message = composition.of.length === 0 ? null : compositionComplaint("", composition);
    if (message === null) return;
    const path = composition.rule === "k_of_n" && composition.k > composition.of.length ? "k" : "of";
    context.addIssue({ code: "custom", path: [path], message });
  })
  .transform((composition): Composition => ({ ...composition, of: [...composition.of].sort() }))
  .meta({ id: "Composition", example: { rule: "k_of_n", k: 2, of: ["cmp_a", "cmp_b", "cmp_c"] } });

/** The last place a component can be given in lists. */
export const positionMax = 1_000_000;

const fields = {
  name: nameInput.meta({ example: "Checkout" }),
  description: z.string().trim().max(2_000).nullable(),
  group: nameInput.nullable().meta({ example: "Shop" }),
  /** Lists and pages show components by position, then by age. */
  position: z.int().min(0).max(positionMax),
  publish: z.enum(["automatic", "manual"]),
  composition: compositionInput.nullable(),
};

/** Body of `POST /components` and of the form. */
export const componentInput = z
  .strictObject({
    name: fields.name,
    description: fields.description.default(null),
    group: fields.group.default(null),
    position: fields.position.default(0),
    publish: fields.publish.default("manual"),
    composition: fields.composition.default(null),
  })
  .meta({ id: "ComponentInput" });
export type ComponentInput = z.output<typeof componentInput>;

/** Body of `PATCH /components/{id}`: what is left out stays, null clears. */
export const componentPatch = z.strictObject(fields).partial().meta({ id: "ComponentPatch" });
export type ComponentPatch = z.output<typeof componentPatch>;

/** Query of `GET /components`. Archived components are shown only when asked for. */
export const componentListInput = pageInput.extend({
  q: z.string().max(200).optional(),
  group: z.string().max(200).optional(),
  archived: z
    .enum(["true", "false"], 'must be "true" or "false"')
    .default("false")
    .transform((text) => text === "true"),
});
export type ComponentListInput = z.output<typeof componentListInput>;

/** A component as people and clients see it now. */
export type ComponentView = {
  id: string;
  name: string;
  description: string | null;
  group: string | null;
  position: number;
  publish: "automatic" | "manual";
  composition: Composition | null;
  /** By basis `worst`. */
  state: State;
  states: { measured: State; declared: State };
  /** Since when `state` has been so; null when nothing was ever said. */
  since: Ms | null;
  createdAt: Ms;
  updatedAt: Ms;
  archivedAt: Ms | null;
  version: number;
};

type Stored = Omit<ComponentView, "group" | "state" | "states" | "since"> & { groupName: string | null };
type Current = { state: State; measured: State; declared: State; since: Ms | null };

/** A stored component together with what its chain says now. */
export function componentView(stored: Stored, current: Current): ComponentView {
  const { id, name, description, groupName: group, position, publish, composition } = stored;
  const { createdAt, updatedAt, archivedAt, version } = stored;
  const { state, measured, declared, since } = current;
  return {
    ...{ id, name, description, group, position, publish, composition },
    ...{ state, states: { measured, declared }, since },
    ...{ createdAt, updatedAt, archivedAt, version },
  };
}
