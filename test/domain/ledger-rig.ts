import fc from "fast-check";
import { headOf, sealEntry } from "@/lib/domain/chain";
import type { ChainHead, EntryDraft, LedgerEntry } from "@/lib/domain/ledger";
import { states } from "@/lib/domain/state";

/** What every draft of a test chain carries. */
export const base = { organizationId: "org_1", componentId: "cmp_1", recordedAt: 0, actor: "system:engine" };
export const reasonHash = "ab".repeat(32);

type Sealable = EntryDraft extends infer D
  ? D extends EntryDraft
    ? Omit<D, keyof typeof base>
    : never
  : never;
type Draft = Sealable & Partial<typeof base>;

/** Seals drafts one after the other into one chain. */
export function chainOf(drafts: readonly Draft[]): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let head: ChainHead | null = null;
  for (const draft of drafts) {
    const entry: LedgerEntry = sealEntry({ ...base, ...draft }, head);
    entries.push(entry);
    head = headOf(entry);
  }
  return entries;
}

/** Every instant of the property tests lies on this grid, so that an oracle can visit each. */
export const gridEnd = 24;
const instant = fc.integer({ min: 0, max: gridEnd });
const span = fc
  .tuple(instant, fc.integer({ min: 1, max: gridEnd }))
  .map(([effectiveFrom, length]) => ({ effectiveFrom, effectiveTo: effectiveFrom + length }));
const state = fc.constantFrom(...states);
const cause = fc.constantFrom(null, "third_party", "force_majeure");
const affectedRatio = fc.constantFrom(null, "0.5", "0.25");
const speaker = fc.constantFrom(
  { type: "monitor", id: "mon_1" } as const,
  { type: "monitor", id: "mon_2" } as const,
  { type: "dependency", id: "dep_1" } as const,
  { type: "incident", id: "inc_1" } as const,
  { type: "person", id: "usr_1" } as const,
);
const clock = fc.integer({ min: 0, max: 12 });
const word = fc.record({ source: speaker, state: fc.option(state), cause, affectedRatio, recordedAt: clock });

const observation = fc
  .tuple(word, instant)
  .map(([said, effectiveFrom]) => ({ kind: "observation" as const, ...said, effectiveFrom }));
const revision = fc
  .tuple(word, span)
  .map(([said, where]) => ({ kind: "revision" as const, ...said, ...where }));
const imported = fc
  .record({ state, cause, affectedRatio, recordedAt: clock, where: span })
  .map(({ where, ...said }) => ({
    ...{ kind: "import" as const, source: { type: "import" as const, id: "imp_1" } },
    ...{ ...said, ...where },
  }));
const maintenance = fc
  .record({
    state: fc.constantFrom("under_maintenance" as const, "operational" as const, null),
    recordedAt: clock,
    effectiveFrom: instant,
  })
  .map((said) => ({
    ...{ kind: "observation" as const, source: { type: "maintenance" as const, id: "mnt_1" } },
    ...{ ...said, announcedAt: 0, plannedFrom: 5, plannedTo: 9 },
  }));
const correction = fc
  .record({ state: fc.option(state), cause, affectedRatio, recordedAt: clock, where: span, pick: fc.nat() })
  .filter((said) => said.state !== null || said.cause !== null || said.affectedRatio !== null)
  .map(({ where, ...said }) => ({
    ...{ kind: "correction" as const, source: { type: "person" as const, id: "usr_2" }, reasonHash },
    ...{ ...said, ...where },
  }));
const definition = fc
  .record({ rule: fc.constantFrom("all", "any", "k_of_n"), isNone: fc.boolean(), recordedAt: clock })
  .map(({ rule, isNone, recordedAt }) => {
    const of = ["cmp_a", "cmp_b", "cmp_c"];
    const made =
      rule === "k_of_n" ? { rule: "k_of_n" as const, k: 2, of } : { rule: rule as "all" | "any", of };
    const source = { type: "definition" as const, id: "cmp_1" };
    return { kind: "definition" as const, source, definition: isNone ? null : made, recordedAt };
  });

/** Chains of every kind of entry, laid over each other without mercy; one correction in two supersedes something. */
export const anyChain = fc
  .array(fc.oneof(observation, observation, revision, imported, maintenance, correction, definition), {
    maxLength: 14,
  })
  .map((drafts) =>
    chainOf(
      drafts.map((draft, index) => {
        if (draft.kind !== "correction") return draft;
        const { pick, ...said } = draft;
        return pick % 2 === 0 && index > 0 ? { ...said, supersedes: 1 + (pick % index) } : said;
      }),
    ),
  );
