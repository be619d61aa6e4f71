import type { Composition } from "@/lib/domain/ledger";

/** What a composition means, as one sentence. `names` are its members'. */
export function compositionSentence(rule: Composition["rule"], k: number, names: readonly string[]): string {
  if (names.length === 0) return "Choose at least one component.";
  const them = listed(names);
  if (names.length === 1) return `It is exactly as ${them} is.`;
  if (rule === "all") return `It is as bad as the worst of ${them}.`;
  if (rule === "any") return `It is as good as the best of ${them}: it is down only when all of them are.`;
  if (!Number.isInteger(k) || k < 1 || k > names.length)
    return `k must be between 1 and ${names.length}, the number of components chosen.`;
  return `It is up while at least ${k} of these ${names.length} are: ${them}.`;
}

function listed(names: readonly string[]): string {
  const [last = "", ...before] = names.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(", ")} and ${last}`;
}
