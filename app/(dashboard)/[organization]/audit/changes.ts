import type { AuditRecord } from "@/lib/domain/audit-log";

/** One fact that an act changed: its name, and what it was and is. Null means that it was not there. */
export type Change = { name: string; before: string | null; after: string | null };

/** What an act changed, fact by fact; facts that stayed the same are left out. */
export function changesOf({ before, after }: Pick<AuditRecord, "before" | "after">): Change[] {
  const [was, is] = [factsOf(before), factsOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names
    .map((name) => ({ name, before: written(was[name]), after: written(is[name]) }))
    .filter((change) => change.before !== change.after);
}

/** The changes as one line: "name: Shop → Store". */
export function changesLine(changes: readonly Change[]): string {
  return changes.map(({ name, before, after }) => `${name}: ${lineOf(before, after)}`).join("; ");
}

function lineOf(before: string | null, after: string | null): string {
  if (before === null) return after ?? "";
  return `${before} → ${after ?? "nothing"}`;
}

function factsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function written(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}

/** "monitor.change_role" as people say it: "Monitor: change role". */
export function actionWords(action: string): string {
  const [object = "", verb = ""] = action.split(".");
  const words = `${object.replaceAll("_", " ")}: ${verb.replaceAll("_", " ")}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What people call the object of an act, as far as the act says; null when only its id is known. */
export function objectName({ before, after }: Pick<AuditRecord, "before" | "after">): string | null {
  const facts = { ...factsOf(before), ...factsOf(after) };
  return written(facts.name) ?? written(facts.email);
}

const screens: Readonly<Record<string, string>> = {
  component: "components",
  monitor: "monitors",
  page: "pages",
};

/** Where the object of an act is shown, if it has a screen of its own. */
export function objectPath(organization: string, { objectType, objectId }: AuditRecord): string | null {
  const screen = screens[objectType];
  return screen === undefined ? null : `/${organization}/${screen}/${objectId}`;
}
