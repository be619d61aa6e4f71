import { randomBytes } from "node:crypto";
import { setImmediate as othersTurn } from "node:timers/promises";
import { inTenant, type TenantTx } from "@/db/client";
import { findComponent } from "@/db/queries/component";
import {
  earliestFrom,
  type HeadRow,
  insertEntries,
  insertReasons,
  latestFroms,
  listEntries,
  lockHeads,
  nextFrom,
  type ReasonRow,
  readEntries,
  readReasons,
  saveHeads,
} from "@/db/queries/ledger";
import { decideAppend, headOf } from "@/lib/domain/chain";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { assert, notFound } from "@/lib/domain/errors";
import { hashReason } from "@/lib/domain/hash";
import type { Page, PageInput } from "@/lib/domain/input";
import type { ChainHead, EntryDraft, LedgerEntry, Source } from "@/lib/domain/ledger";
import { permit } from "@/lib/domain/permission";
import { daysTouched, factsAfter } from "@/lib/domain/projection";
import type { TenantScope } from "@/lib/domain/scope";
import { unsettledBy } from "@/lib/domain/settled";
import type { Interval, Ms } from "@/lib/domain/time";
import { type DaysToProject, projectDays, reachesBack } from "./projection";
import { requestPublication } from "./publication";
import { requestRestatements } from "./restatement-request";

/** A draft as callers write it: the reason as text, which stays beside the chain and only its hash goes in. */
export type LedgerDraft = EntryDraft extends infer Draft
  ? Draft extends EntryDraft
    ? Omit<Draft, "reasonHash"> & { reason?: string | null | undefined }
    : never
  : never;

/** Most chains that one transaction may lock (RULES R1.7). */
const chainsMax = 50;

/**
 * Appends drafts in the order given, of one or several components, and answers the entries as written. Locks every
 * chain in ascending component id, so call it once per transaction, with all drafts. A word without end that comes
 * after its source's later word becomes a bounded revision (RULES R1.2). Keeps the reasons' texts, brings the day
 * totals up to date and asks for a publication. Throws `invalid` when a draft breaks a rule of its kind.
 */
export async function appendEntries(
  tx: TenantTx,
  drafts: readonly LedgerDraft[],
  now: Ms,
): Promise<LedgerEntry[]> {
  if (drafts.length === 0) return [];
  const speakers = speakersOf(drafts);
  const ids = drafts.map((draft) => draft.componentId);
  assert(new Set(ids).size <= chainsMax, "a transaction locks at most 50 chains");
  const [heads, froms] = await Promise.all([lockHeads(tx, ids), latestFroms(tx, [...speakers.values()])]);
  const latest = new Map([...speakers.keys()].map((key, index) => [key, froms[index] ?? null]));
  const append = await seal(tx, drafts, heads, latest);
  await store(tx, append, heads, now);
  return append.entries;
}

/** A long import seals this many entries, some ten milliseconds, before other requests of the process go on. */
const sealedAtOnce = 256;

type Append = { entries: LedgerEntry[]; reasons: ReasonRow[] };

const speakerKey = ({ componentId, source }: { componentId: string; source: Source }) =>
  `${componentId} ${source.type} ${source.id}`;

/** The sources that speak without an end, each once. */
function speakersOf(drafts: readonly LedgerDraft[]): Map<string, { componentId: string; source: Source }> {
  const open = drafts.filter((draft) => draft.kind === "observation");
  return new Map(
    open.map(({ componentId, source }) => [speakerKey({ componentId, source }), { componentId, source }]),
  );
}

async function seal(
  tx: TenantTx,
  drafts: readonly LedgerDraft[],
  heads: ReadonlyMap<string, HeadRow>,
  latest: Map<string, Ms | null>,
): Promise<Append> {
  const append: Append = { entries: [], reasons: [] };
  const tips = new Map([...heads].map(([id, head]) => [id, head.seq === 0 ? null : chainHead(head)]));
  for (const [index, draft] of drafts.entries()) {
    if (index % sealedAtOnce === sealedAtOnce - 1) await othersTurn();
    assert(draft.organizationId === tx.organizationId, "a draft belongs to the transaction's organization");
    const head = tips.get(draft.componentId) ?? null;
    const key = speakerKey(draft);
    const hashed = withHash(draft, append.reasons, (head?.seq ?? 0) + 1);
    const entry = await decide(tx, hashed, head, latest.get(key) ?? null, append.entries);
    append.entries.push(entry);
    tips.set(draft.componentId, headOf(entry));
    latest.set(key, Math.max(entry.effectiveFrom, latest.get(key) ?? entry.effectiveFrom));
  }
  return append;
}

function chainHead({ seq, hash, recordedAt }: HeadRow): ChainHead {
  return { seq, hash, recordedAt };
}

/** The draft with its reason as a salted hash; salt and text go to `reasons`. */
function withHash({ reason, ...draft }: LedgerDraft, reasons: ReasonRow[], seq: number): EntryDraft {
  if (!reason) {
    assert(draft.kind !== "correction", "a correction has a reason");
    return draft;
  }
  const salt = randomBytes(32);
  reasons.push({ componentId: draft.componentId, seq, salt, reason });
  return { ...draft, reasonHash: hashReason(salt, reason) };
}

async function decide(
  tx: TenantTx,
  draft: EntryDraft,
  head: ChainHead | null,
  sourceFrom: Ms | null,
  pending: readonly LedgerEntry[],
): Promise<LedgerEntry> {
  const decision = decideAppend({ head, sourceFrom }, draft);
  if (decision.outcome === "append") return decision.entry;
  assert(draft.kind === "observation", "only a word without end can be late");
  const later = pending
    .filter((entry) => speakerKey(entry) === speakerKey(draft) && entry.effectiveFrom > draft.effectiveFrom)
    .map((entry) => entry.effectiveFrom);
  const stored = await nextFrom(tx, draft, draft.effectiveFrom);
  const effectiveTo = Math.min(...later, stored ?? decision.sourceFrom);
  const revised = decideAppend({ head, sourceFrom }, { ...draft, kind: "revision", effectiveTo });
  assert(revised.outcome === "append", "a bounded word is never late");
  return revised.entry;
}

/** Day totals and ends come between entries and heads: they are folded from what is stored. */
async function store(
  tx: TenantTx,
  { entries, reasons }: Append,
  heads: ReadonlyMap<string, HeadRow>,
  now: Ms,
): Promise<void> {
  const moved: Omit<HeadRow, "ends">[] = [];
  const days: DaysToProject[] = [];
  const said: LedgerEntry[] = [];
  for (const [componentId, added] of Map.groupBy(entries, (entry) => entry.componentId)) {
    const before = heads.get(componentId);
    const last = added.at(-1);
    assert(before && last, "every entry's chain is locked");
    const superseded = await readEntries(tx, componentId, supersededSeqs(added));
    const known = { ...before, firstFrom: await spokenFrom(tx, before, added) };
    said.push(...added, ...superseded);
    const after = factsAfter(before, added, now);
    const { seq: headSeq, hash, recordedAt } = last;
    moved.push({ componentId, seq: headSeq, hash, recordedAt, ...after });
    days.push({
      componentId,
      headSeq,
      composed: after.composed,
      touched: daysTouched(known, after, [...added, ...superseded]),
      unsettled: unsettledBy(before, after, [...added, ...superseded]),
      added,
    });
  }
  const inserted = insertEntries(tx, entries);
  if (days.some(reachesBack)) await inserted;
  const ends = await projectDays(tx, days);
  await Promise.all([
    inserted,
    saveHeads(
      tx,
      moved.map((head) => ({ ...head, ends: ends.get(head.componentId) ?? null })),
    ),
    insertReasons(tx, reasons),
    requestPublication(tx, now),
    requestRestatements(tx, [...heads.keys()], reachOf(said), now),
  ]);
}

/** Later than every instant that has a text. */
const endOfTime = 8_640_000_000_000_000;

/** All the time that any of the entries speaks of. */
function reachOf(entries: readonly LedgerEntry[]): Interval {
  return {
    from: entries.reduce((from, entry) => Math.min(from, entry.effectiveFrom), endOfTime),
    to: entries.reduce((to, entry) => Math.max(to, entry.effectiveTo ?? endOfTime), 0),
  };
}

/**
 * Since when the chain speaks, as a fold sees it: a first word that was superseded says nothing. Only asked of the
 * database when a word reaches back, for then the silence before the first word may end earlier.
 */
async function spokenFrom(tx: TenantTx, before: HeadRow, added: readonly LedgerEntry[]): Promise<Ms | null> {
  const reachesBack = added.some((entry) => entry.effectiveFrom < (before.projectedTo ?? 0));
  if (!reachesBack) return before.firstFrom;
  return (await earliestFrom(tx, before.componentId)) ?? Number.POSITIVE_INFINITY;
}

function supersededSeqs(entries: readonly LedgerEntry[]): number[] {
  return entries.flatMap((entry) => (entry.supersedes === null ? [] : [entry.supersedes]));
}

/** An entry as members see it; `reason` is null when none was given, when it was erased, and for API keys. */
export type LedgerEntryView = LedgerEntry & { reason: string | null };

/** A component's chain, oldest first, with the exact hashed texts. */
export function listLedger(
  scope: TenantScope,
  input: PageInput & { component_id: string },
): Promise<Page<LedgerEntryView>> {
  permit(scope, "read");
  const { component_id: componentId, limit, cursor } = input;
  const [afterSeq = 0] = cursor === undefined ? [] : decodeCursor(cursor, ["number"]);
  return inTenant(scope, async (tx) => {
    await requireComponent(tx, componentId);
    const after = Math.min(Math.max(Math.trunc(Number(afterSeq)), 0), Number.MAX_SAFE_INTEGER);
    const entries = await listEntries(tx, componentId, after, limit + 1);
    const page = pageOf(entries, limit, (entry) => [entry.seq]);
    const texts = scope.role === null ? [] : await reasonsOf(tx, componentId, page.items);
    const bySeq = new Map(texts.map(({ seq, reason }) => [seq, reason]));
    return {
      ...page,
      items: page.items.map((entry) => ({ ...entry, reason: bySeq.get(entry.seq) ?? null })),
    };
  });
}

function reasonsOf(tx: TenantTx, componentId: string, entries: readonly LedgerEntry[]): Promise<ReasonRow[]> {
  return readReasons(tx, componentId, entries[0]?.seq ?? 0, entries.at(-1)?.seq ?? 0);
}

/** Throws `not_found` unless the component is this organization's; an archived one keeps its chain. */
export async function requireComponent(tx: TenantTx, componentId: string): Promise<void> {
  if (!(await findComponent(tx, componentId))) throw notFound("component");
}
