import { inTenant } from "@/db/client";
import { allDependencies, type DependencyRow } from "@/db/queries/dependency";
import {
  findReading,
  incidentsWithin,
  lastReadings,
  listFollowedSources,
  listReadings as listRows,
  type ProviderIncidentRow,
  type ReadingRow,
  type ReadingSummary,
  type SourceRow,
} from "@/db/queries/provider";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { notFound } from "@/lib/domain/errors";
import type { Page, PageInput } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import { knownProvider } from "@/lib/domain/provider-catalogue";
import { isStaleAt, staleReason } from "@/lib/domain/provider-source";
import type { ProviderFormat, Reading } from "@/lib/domain/reading";
import type { TenantScope } from "@/lib/domain/scope";
import type { State } from "@/lib/domain/state";
import { dayMs, type Ms } from "@/lib/domain/time";
import { sourceOf } from "./dependency-view";

/** A provider that this organization depends on. `overall` is unknown while its word is not believed. */
export type ProviderView = {
  id: string;
  name: string;
  slug: string | null;
  homepage: string | null;
  url: string;
  format: ProviderFormat | null;
  overall: State;
  heardAt: Ms | null;
  attemptedAt: Ms | null;
  nextPollAt: Ms;
  failures: number;
  /** Of the last poll, when it failed. */
  failure: string | null;
  staleReason: string | null;
  readings: number;
  dependents: number;
  openIncidents: number;
};

/** Its last reading beside its standing; null before the first. */
export type ProviderDetail = ProviderView & {
  reading: { seq: number; recordedAt: Ms; saidAt: Ms | null; said: Reading } | null;
  /** Of the last 90 days, the newest first; by both clocks. */
  incidents: readonly ProviderIncidentRow[];
};

const incidentsShownMs = 90 * dayMs;

/** The providers this organization depends on, by name. */
export function listProviders(scope: TenantScope, now: Ms): Promise<ProviderView[]> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const sources = await listFollowedSources(tx);
    const bySource = Map.groupBy(await allDependencies(tx), (row) => row.sourceId);
    const readings = await lastReadings(
      tx,
      sources.map((source) => source.id),
    );
    const views = sources.map((source) =>
      viewOf(source, bySource.get(source.id) ?? [], readings.get(source.id), now),
    );
    return views.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  });
}

/** Throws `not_found` unless this organization depends on it. */
export function getProvider(scope: TenantScope, id: string, now: Ms): Promise<ProviderDetail> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const source = await sourceOf(tx, id);
    const rows = (await allDependencies(tx)).filter((row) => row.sourceId === id);
    const row = (await lastReadings(tx, [id])).get(id);
    const incidents = await incidentsWithin(tx, [id], { from: now - incidentsShownMs, to: now + 1 });
    return {
      ...viewOf(source, rows, row, now),
      reading: row === undefined ? null : readingOf(row),
      incidents: incidents.reverse(),
    };
  });
}

function readingOf({ seq, recordedAt, saidAt, reading }: ReadingRow) {
  return { seq, recordedAt, saidAt, said: reading };
}

/** Every distinct reading, the newest first, without its components. */
export function listReadings(
  scope: TenantScope,
  input: PageInput & { id: string },
): Promise<Page<ReadingSummary>> {
  permit(scope, "read");
  const before = input.cursor === undefined ? null : Number(decodeCursor(input.cursor, ["number"])[0]);
  return inTenant(scope, async (tx) => {
    await sourceOf(tx, input.id);
    const beforeSeq = before === null ? null : Math.min(Math.max(before, 0), 2_000_000_000);
    const rows = await listRows(tx, input.id, { limit: input.limit, beforeSeq });
    return pageOf(rows, input.limit, (row) => [row.seq]);
  });
}

/** One reading as it was taken. */
export function getReading(
  scope: TenantScope,
  input: { id: string; seq: number },
): Promise<{ seq: number; recordedAt: Ms; saidAt: Ms | null; said: Reading }> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    await sourceOf(tx, input.id);
    const row = await findReading(tx, input.id, input.seq);
    if (!row) throw notFound("reading");
    return readingOf(row);
  });
}

function viewOf(
  source: SourceRow,
  rows: readonly DependencyRow[],
  reading: ReadingRow | undefined,
  now: Ms,
): ProviderView {
  const { id, url, format, lastOkAt: heardAt, lastAttemptAt: attemptedAt, nextPollAt, failures } = source;
  const slug = rows.find((row) => row.providerSlug !== null)?.providerSlug ?? null;
  const isLost = isStaleAt(source, now);
  return {
    ...{ id, slug, url, format, heardAt, attemptedAt, nextPollAt, failures },
    name: rows[0]?.providerName ?? new URL(url).hostname,
    homepage: slug === null ? null : (knownProvider(slug)?.homepage ?? null),
    overall: isLost ? "unknown" : (reading?.overall ?? "unknown"),
    failure: source.reason,
    staleReason: staleReason(source, now),
    readings: source.readingSeq,
    dependents: rows.length,
    openIncidents: isLost ? 0 : (reading?.reading.openIncidents.length ?? 0),
  };
}
