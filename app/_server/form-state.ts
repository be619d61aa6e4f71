/** What a form knows after it was sent: what was wrong, field by field, and what had been typed. */
export type FormState<T = unknown> =
  | { status: "idle" }
  | { status: "refused"; message: string; errors: Record<string, string>; values: Record<string, string> }
  | { status: "done"; data: T };

export const idle = { status: "idle" } as const;

/** The complaint about a field, by the dotted path that REST would name; `parents` also hears its inner fields. */
export function complaintOf(state: FormState, path: string, parents = false): string | undefined {
  if (state.status !== "refused") return undefined;
  const inner = parents ? Object.keys(state.errors).find((name) => name.startsWith(`${path}.`)) : undefined;
  return state.errors[path] ?? (inner ? state.errors[inner] : undefined);
}

/** What stood in the field when it was refused, else what it began with. */
export function typedIn(state: FormState, name: string, initial = ""): string {
  return state.status === "refused" ? (state.values[name] ?? "") : initial;
}
