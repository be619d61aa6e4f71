import type { Search } from "@/app/_server/page";
import { address } from "@/app/_ui/list-controls";
import { parseLocal } from "@/lib/domain/local-time";
import { type Basis, bases } from "@/lib/domain/state";
import { formatInstant, type Interval, type Ms, parseInstant } from "@/lib/domain/time";
import { zoomWindow } from "@/lib/domain/zoom";

/** What of a chain is looked at; all of it stands in the address. */
export type LedgerQuery = {
  window: Interval;
  /** Whether a window was asked for; then the entries are those of the window. */
  isZoomed: boolean;
  basis: Basis;
  /** The past moment whose knowledge is shown; null = what is known now. */
  asOf: Ms | null;
  /** The entry that stands open. */
  seq: number | null;
  before: number | null;
};

/** Reads the address; what cannot be read is as if it were not there. */
export async function readLedgerQuery(search: Search, zone: string, now: Ms): Promise<LedgerQuery> {
  const given = await search;
  const text = (name: string) => (typeof given[name] === "string" ? given[name] : "");
  const from = parseInstant(text("from"));
  const to = parseInstant(text("to"));
  return {
    window: zoomWindow({ from, to }, now),
    isZoomed: from !== null,
    basis: bases.find((known) => known === text("basis")) ?? "worst",
    asOf: parseInstant(text("as_of")) ?? parseLocal(text("as_of_local"), zone),
    seq: seqOf(text("seq")),
    before: seqOf(text("before")),
  };
}

function seqOf(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

/** The address of the same view with some of it changed. `window: null` is the default window. */
export function ledgerPath(
  path: string,
  query: LedgerQuery,
  change: Partial<Omit<LedgerQuery, "window" | "isZoomed">> & { window?: Interval | null },
): string {
  const { basis, asOf, seq, before } = { ...query, seq: null, before: null, ...change };
  const window = change.window === undefined ? (query.isZoomed ? query.window : null) : change.window;
  return address(path, {
    from: window ? formatInstant(window.from) : undefined,
    to: window ? formatInstant(window.to) : undefined,
    basis: basis === "worst" ? undefined : basis,
    as_of: asOf === null ? undefined : formatInstant(asOf),
    seq: seq ?? undefined,
    before: before ?? undefined,
  });
}
