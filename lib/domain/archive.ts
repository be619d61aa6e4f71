import { isId } from "./ids";
import { isMonth, type Month } from "./month";

/** What a page still answers although its publication holds it no more. */
export type ArchiveAsk =
  | { kind: "incident"; id: string }
  | { kind: "maintenance"; id: string }
  | { kind: "month"; month: Month };

/** What a path below a page asks of the archive; null for what was never there. */
export function archiveAsk(path: string): ArchiveAsk | null {
  const [, place, name = "", ...rest] = path.split("/");
  if (rest.length > 0) return null;
  if (place === "incidents" && isId("incident", name)) return { kind: "incident", id: name };
  if (place === "maintenances" && isId("maintenance", name)) return { kind: "maintenance", id: name };
  if (place === "history" && isMonth(name)) return { kind: "month", month: name };
  return null;
}
