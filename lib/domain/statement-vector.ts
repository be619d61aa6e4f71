import type { PeriodFee, TermsVersion } from "./contract";
import { membersOf } from "./contract";
import { contractRows } from "./fold";
import type { LedgerEntry } from "./ledger";
import type { LedgerRow as FoldedRow, MaintenanceRow } from "./row";
import { localDate, startOfDate } from "./sla/calendar";
import { evidenceOf, rowsKnown } from "./sla/rows";
import { inHours } from "./sla/service-hours";
import { common, totalMs, united } from "./sla/stretches";
import type { Terms } from "./sla/terms";
import type { Contract, IntervalRow, LedgerRow, PeriodFields, Vector, Window } from "./sla/vector";
import type { Basis } from "./state";
import type { StatementInputs } from "./statement";
import { type Interval, type Ms, secondMs } from "./time";
import { foldMembers } from "./tree";

/** What a contract says of every statement of one of its commitments. */
export type Agreement = {
  contractId: string;
  timezone: string;
  basis: Basis;
  startsAt: Ms;
  endsAt: Ms | null;
  suspended: readonly Interval[];
  claims: Contract["claims"];
  amendmentPolicy: Contract["amendment_policy"];
  partialPeriod: Contract["partial_period"];
  clawback: "allowed" | "never";
  window: Window;
  /** In order of `effectiveFrom`, one at least. */
  versions: readonly TermsVersion[];
};

/** The chains of a statement's members and of what they are made of, seen up to their heads. */
type Chains = ReadonlyMap<string, readonly LedgerEntry[]>;
export type Seen = { chains: Chains; headSeqs: ReadonlyMap<string, number> };

type Period = Interval & { pick: PeriodFields };

/** A row of the contract with the entries it came from. */
export type EvidencedRow = LedgerRow & { isOpen: boolean; entries: readonly number[] };

/** The version in force at an instant. */
export function versionAt(versions: readonly TermsVersion[], instant: Ms): TermsVersion {
  const found = versions.findLast(({ effectiveFrom }) => effectiveFrom <= instant) ?? versions[0];
  if (!found) throw new Error("a commitment has a first version");
  return found;
}

/** The part of a period that the agreement covers. */
function activePart({ startsAt, endsAt }: Agreement, { from, to }: Interval): Interval {
  return { from: Math.max(from, startsAt), to: Math.min(to, endsAt ?? to) };
}

/** The versions that decide about a period: the one in force when it begins, and those that begin inside it. */
export function versionsOf(agreement: Agreement, period: Interval): TermsVersion[] {
  const active = activePart(agreement, period);
  const first = versionAt(agreement.versions, active.from);
  const inside = agreement.versions.filter(
    ({ effectiveFrom }) => effectiveFrom > active.from && effectiveFrom < active.to,
  );
  return [first, ...inside];
}

/** How far beyond a period a run must be followed to know whether it was long enough. */
function marginMs(versions: readonly TermsVersion[]): number {
  return Math.max(
    0,
    ...versions.map(({ terms: { min_outage } }) =>
      min_outage?.scope === "full_outage" ? (min_outage.seconds + 1) * secondMs : 0,
    ),
  );
}

/** Whether maintenance of earlier periods of the year uses up what may be excluded in this one. */
function hasYearlyCap({ maintenance }: Terms): boolean {
  return maintenance.exclude && maintenance.cap_seconds !== null && maintenance.cap_scope === "calendar_year";
}

/** The time a result rests on: the period with its runs' margins, cut to what was known. */
function reachOf(agreement: Agreement, period: Interval, knownAt: Ms): Interval {
  const margin = marginMs(versionsOf(agreement, period));
  return {
    from: period.from - margin,
    to: Math.max(Math.min(knownAt, period.to + margin), period.from - margin),
  };
}

/** From when on the ledger matters to a statement: its reach, and its year where maintenance is capped by year. */
export function evidenceWindow(agreement: Agreement, period: Interval, knownAt: Ms): Interval {
  const reach = reachOf(agreement, period, knownAt);
  const yearly = versionsOf(agreement, period).some(({ terms }) => hasYearlyCap(terms));
  return yearly ? { from: Math.min(reach.from, yearStart(agreement, period)), to: reach.to } : reach;
}

function yearStart({ timezone, startsAt }: Agreement, { from }: Interval): Ms {
  const year = localDate(from, timezone).slice(0, 4);
  return Math.max(startsAt, startOfDate(`${year}-01-01`, timezone));
}

/**
 * The contract's rows of every member over a window (RULES R4.1): the fold before the worst-of, the maintenance track,
 * and, where silence is operational on a basis that would else call it unknown, the gaps in words.
 */
function memberRows(
  agreement: Agreement,
  members: readonly string[],
  seen: Seen,
  window: Interval,
): EvidencedRow[] {
  if (window.from >= window.to) return [];
  return members.flatMap((componentId) => foldedOnce(componentId, agreement.basis, seen, window));
}

/** Rows by chains, so that contracts over one component in one batch fold it once. */
const folded = new WeakMap<Chains, Map<string, EvidencedRow[]>>();

function foldedOnce(componentId: string, basis: Basis, seen: Seen, window: Interval): EvidencedRow[] {
  const known = folded.get(seen.chains) ?? new Map<string, EvidencedRow[]>();
  folded.set(seen.chains, known);
  const key = `${componentId} ${basis} ${window.from} ${window.to}`;
  const rows = known.get(key) ?? rowsOf(componentId, basis, seen, window);
  known.set(key, rows);
  return rows;
}

function rowsOf(componentId: string, basis: Basis, seen: Seen, window: Interval): EvidencedRow[] {
  const found = contractRows({
    entries: seen.chains.get(componentId) ?? [],
    members: foldMembers({ ...seen, componentId, basis, ...window }),
    headSeq: seen.headSeqs.get(componentId),
    basis,
    ...window,
  });
  const rows = [
    ...found.rows.map((row) => stateRow(componentId, row)),
    ...found.maintenance.map((row) => maintenanceRow(componentId, row)),
  ];
  const silent = found.gapState === "operational" && basis !== "declared";
  return silent ? [...rows, ...gapRows(componentId, found.rows, window)] : rows;
}

function stateRow(component: string, row: FoldedRow): EvidencedRow {
  const { from, to, state, cause, affectedRatio, isOpen, entries } = row;
  return {
    ...{ component, from, to, state, isOpen, entries },
    ...(cause === null ? {} : { cause }),
    ...(affectedRatio === null ? {} : { affected_ratio: affectedRatio }),
  };
}

function maintenanceRow(component: string, row: MaintenanceRow): EvidencedRow {
  const { from, to, isOpen, entries, announcedAt, plannedFrom, plannedTo } = row;
  return {
    ...{ component, from, to, state: "under_maintenance", isOpen, entries },
    ...(announcedAt === null ? {} : { announced_at: announcedAt }),
    ...(plannedFrom === null ? {} : { planned_from: plannedFrom }),
    ...(plannedTo === null ? {} : { planned_to: plannedTo }),
  };
}

function gapRows(component: string, rows: readonly Interval[], window: Interval): EvidencedRow[] {
  const gaps: Interval[] = [];
  let at = window.from;
  for (const { from, to } of united(rows.toSorted((a, b) => a.from - b.from))) {
    if (at < from) gaps.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  if (at < window.to) gaps.push({ from: at, to: window.to });
  return gaps.map((gap) => ({ component, ...gap, state: "operational", isOpen: false, entries: [] }));
}

/** Everything one statement is computed from. */
export type StatementEvidence = {
  agreement: Agreement;
  period: Period;
  inputs: StatementInputs;
  seen: Seen;
  intervals: IntervalRow[] | null;
  knownAt: Ms;
};

/**
 * The vector of a statement (RULES R4.3) and the rows behind it. What has not happened yet is taken as up;
 * `runsOn` takes it instead as going on as it is, to see whether that would matter.
 */
export function vectorOf(
  evidence: StatementEvidence,
  runsOn = false,
): { vector: Vector; rows: EvidencedRow[] } {
  const { agreement, period, seen, knownAt } = evidence;
  const versions = versionsOf(agreement, period);
  const members = membersOf(versions);
  const reach = reachOf(agreement, period, knownAt);
  const known = memberRows(agreement, members, seen, reach);
  const end = Math.max(period.to, reach.to + (knownAt > reach.to ? 0 : marginMs(versions)));
  const rows = [
    ...known,
    ...(reach.to < end ? ahead(known, members, { from: reach.to, to: end }, runsOn) : []),
  ];
  const inForce = versionAt(versions, activePart(agreement, period).from);
  const vector: Vector = {
    contract: contractOf(agreement, versions),
    period: { ...period.pick, ...leftovers(evidence.inputs) },
    ledger_gap_state: agreement.basis === "declared" ? "operational" : "unknown",
    ledger: rows.map(({ isOpen, entries, ...row }) => row),
    fees: feesOf(inForce.fees, evidence.inputs),
    ...(evidence.intervals === null ? {} : { intervals: evidence.intervals }),
    ...(evidence.inputs.claimFiledAt === null ? {} : { claim_filed_at: evidence.inputs.claimFiledAt }),
    ...(evidence.inputs.priorCreditMinor === null
      ? {}
      : {
          restatement: { prior_credit_minor: evidence.inputs.priorCreditMinor, clawback: agreement.clawback },
        }),
  };
  return { vector, rows };
}

/** Time that has not been seen: up, or for what is open as it is now. */
function ahead(
  known: readonly EvidencedRow[],
  members: readonly string[],
  { from, to }: Interval,
  runsOn: boolean,
): EvidencedRow[] {
  const open = runsOn ? known.filter((row) => row.isOpen && row.to === from) : [];
  const going = new Set(open.map(({ component }) => component));
  const up = members
    .filter((component) => !going.has(component))
    .map(
      (component): EvidencedRow => ({
        component,
        from,
        to,
        state: "operational",
        isOpen: false,
        entries: [],
      }),
    );
  return [...open.map((row) => ({ ...row, from, to })), ...up];
}

function contractOf(agreement: Agreement, [first, ...later]: readonly TermsVersion[]): Contract {
  if (!first) throw new Error("a commitment has a first version");
  return {
    id: agreement.contractId,
    timezone: agreement.timezone,
    window: agreement.window,
    starts_at: agreement.startsAt,
    ends_at: agreement.endsAt,
    suspended: agreement.suspended.map(({ from, to }) => ({ from, to })),
    partial_period: agreement.partialPeriod,
    amendment_policy: agreement.amendmentPolicy,
    terms: first.terms,
    amendments: later.map(({ effectiveFrom, terms }) => ({ effective_from: effectiveFrom, terms })),
    claims: agreement.claims,
  };
}

function leftovers(inputs: StatementInputs): Partial<PeriodFields> {
  return {
    ...(inputs.carriedInMinor === 0 ? {} : { carried_in_minor: inputs.carriedInMinor }),
    ...(inputs.capRemainingMinor === null ? {} : { cap_remaining_minor: inputs.capRemainingMinor }),
    ...(inputs.maintenanceUsedBeforeSeconds === 0
      ? {}
      : { maintenance_used_before_seconds: inputs.maintenanceUsedBeforeSeconds }),
  };
}

function feesOf(fees: PeriodFee, { invoiceAmountMinor }: StatementInputs): PeriodFee {
  return invoiceAmountMinor === null ? fees : { ...fees, amount_minor: invoiceAmountMinor };
}

/** Seconds of announced maintenance, in service hours, that the year's earlier periods used of a yearly cap. */
export function maintenanceUsedBefore(agreement: Agreement, period: Interval, seen: Seen): number {
  const { terms } = versionAt(agreement.versions, activePart(agreement, period).from);
  const earlier = { from: yearStart(agreement, period), to: period.from };
  if (!hasYearlyCap(terms) || earlier.from >= earlier.to) return 0;
  const members = terms.components.members.map(({ component }) => component);
  const rows = memberRows(agreement, members, seen, earlier);
  const evidence = evidenceOf(rowsKnown(rows, undefined, earlier.to), new Set(members), terms);
  const used = common(united(evidence.windows), inHours(earlier, terms.service_hours));
  return Math.ceil(totalMs(used) / secondMs);
}
