import { and, asc, eq, ilike, isNull, or, sql } from "drizzle-orm";
import type { TenantTx } from "@/db/client";
import { components } from "@/db/schema/component";
import { dependencies } from "@/db/schema/provider";
import type { DependencyListInput } from "@/lib/domain/dependency";
import type { State } from "@/lib/domain/state";
import type { Interval, Ms } from "@/lib/domain/time";

export type DependencyRow = Omit<typeof dependencies.$inferSelect, "organizationId">;
export type DependencyChange = Partial<Omit<DependencyRow, "id" | "createdAt" | "version" | "updatedAt">>;

const own = (tx: TenantTx) => eq(dependencies.organizationId, tx.organizationId);
const isLive = isNull(dependencies.archivedAt);

export async function insertDependency(tx: TenantTx, row: DependencyRow): Promise<void> {
  await tx.orm.insert(dependencies).values({ ...row, organizationId: tx.organizationId });
}

export async function findDependency(tx: TenantTx, id: string): Promise<DependencyRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(dependencies)
    .where(and(own(tx), eq(dependencies.id, id), isLive));
  return row;
}

export async function lockDependency(tx: TenantTx, id: string): Promise<DependencyRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(dependencies)
    .where(and(own(tx), eq(dependencies.id, id), isLive))
    .for("update");
  return row;
}

export type NamedDependency = DependencyRow & { componentName: string };

/** One page by age; one row more than `limit`. */
export async function listDependencies(
  tx: TenantTx,
  page: { limit: number; after: string | null },
  filter: Pick<DependencyListInput, "q" | "component_id" | "source_id">,
): Promise<NamedDependency[]> {
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const rows = await tx.orm
    .select({ dependency: dependencies, componentName: components.name })
    .from(dependencies)
    .innerJoin(
      components,
      and(
        eq(components.organizationId, dependencies.organizationId),
        eq(components.id, dependencies.componentId),
      ),
    )
    .where(
      and(
        own(tx),
        isLive,
        filter.component_id === undefined ? undefined : eq(dependencies.componentId, filter.component_id),
        filter.source_id === undefined ? undefined : eq(dependencies.sourceId, filter.source_id),
        pattern === null
          ? undefined
          : or(
              ilike(dependencies.providerName, pattern),
              ilike(dependencies.remoteName, pattern),
              ilike(components.name, pattern),
            ),
        page.after === null ? undefined : sql`${dependencies.id} > ${page.after}`,
      ),
    )
    .orderBy(asc(dependencies.id))
    .limit(page.limit + 1);
  return rows.map(({ dependency, componentName }) => ({ ...dependency, componentName }));
}

/** Those of a source after `after` in the order in which chains are locked; locked until the transaction ends. */
export function lockDependenciesOf(
  tx: TenantTx,
  sourceId: string,
  after: { componentId: string; id: string } | null,
  limit: number,
): Promise<DependencyRow[]> {
  return tx.orm
    .select()
    .from(dependencies)
    .where(
      and(
        own(tx),
        isLive,
        eq(dependencies.sourceId, sourceId),
        after === null
          ? undefined
          : sql`(${dependencies.componentId}, ${dependencies.id}) > (${after.componentId}, ${after.id})`,
      ),
    )
    .orderBy(asc(dependencies.componentId), asc(dependencies.id))
    .limit(limit)
    .for("update");
}

/** The live ones of these components. */
export function dependenciesOf(tx: TenantTx, componentIds: readonly string[]): Promise<DependencyRow[]> {
  return tx.sql<DependencyRow[]>`
    select * from dependencies where organization_id = ${tx.organizationId} and archived_at is null
      and component_id = any(${[...componentIds]}::text[]) order by component_id, id`;
}

/** Every live one; bounded by what an organization may have. */
export function allDependencies(tx: TenantTx): Promise<DependencyRow[]> {
  return tx.sql<DependencyRow[]>`
    select * from dependencies where organization_id = ${tx.organizationId} and archived_at is null
    order by component_id, id`;
}

export async function countDependencies(tx: TenantTx): Promise<number> {
  const [row] = await tx.sql<{ total: number }[]>`
    select count(*)::int as total from dependencies
    where organization_id = ${tx.organizationId} and archived_at is null`;
  return row?.total ?? 0;
}

/** Writes the changes and the next version; the caller holds the row's lock. */
export async function updateDependency(
  tx: TenantTx,
  id: string,
  change: DependencyChange,
  now: Ms,
): Promise<DependencyRow | undefined> {
  const [row] = await tx.orm
    .update(dependencies)
    .set({ ...change, updatedAt: now, version: sql`${dependencies.version} + 1` })
    .where(and(own(tx), eq(dependencies.id, id)))
    .returning();
  return row;
}

/** What the provider was heard to say: moves no version, for nobody changed the dependency. */
export type Heard = Pick<
  DependencyRow,
  "id" | "state" | "since" | "note" | "readingSeq" | "word" | "remoteId" | "remoteName"
>;

export async function saveHeard(tx: TenantTx, rows: readonly Heard[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.sql`
    update dependencies d set state = h.state, since = h.since, note = h.note, reading_seq = h."readingSeq",
      word = h.word, remote_id = h."remoteId", remote_name = h."remoteName"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as h(id text, state text, since bigint, note text,
      "readingSeq" int, word text, "remoteId" text, "remoteName" text)
    where d.organization_id = ${tx.organizationId} and d.id = h.id`;
}

export type DependencyWord = {
  dependencyId: string;
  from: Ms;
  state: State;
  note: string | null;
  readingSeq: number | null;
};

/** Two words of one instant: the later one counts. */
export async function insertWords(tx: TenantTx, words: readonly DependencyWord[]): Promise<void> {
  if (words.length === 0) return;
  const last = [...new Map(words.map((word) => [`${word.dependencyId} ${word.from}`, word])).values()];
  await tx.sql`
    insert into dependency_words (organization_id, dependency_id, "from", state, note, reading_seq)
    select ${tx.organizationId}, w."dependencyId", w."from", w.state, w.note, w."readingSeq"
    from jsonb_to_recordset(${JSON.stringify(last)}::text::jsonb)
      as w("dependencyId" text, "from" bigint, state text, note text, "readingSeq" int)
    on conflict (organization_id, dependency_id, "from") do update
      set state = excluded.state, note = excluded.note, reading_seq = excluded.reading_seq`;
}

/** Of each dependency its words in the window and the one before it, in time order. */
export function wordsWithin(
  tx: TenantTx,
  dependencyIds: readonly string[],
  { from, to }: Interval,
): Promise<DependencyWord[]> {
  return tx.sql<DependencyWord[]>`
    select w.dependency_id, w."from", w.state, w.note, w.reading_seq from dependency_words w
    where w.organization_id = ${tx.organizationId} and w.dependency_id = any(${[...dependencyIds]}::text[])
      and w."from" < ${to} and w."from" >= coalesce((
        select max(b."from") from dependency_words b where b.organization_id = w.organization_id
          and b.dependency_id = w.dependency_id and b."from" <= ${from}), 0)
    order by w.dependency_id, w."from"`;
}

/** The open incidents, drafts included, that say something of these components. */
export function openIncidentsOn(
  tx: TenantTx,
  componentIds: readonly string[],
): Promise<{ incidentId: string; componentId: string }[]> {
  return tx.sql<{ incidentId: string; componentId: string }[]>`
    select c.incident_id, c.component_id from incident_components c
    join incidents i on i.organization_id = c.organization_id and i.id = c.incident_id
    where c.organization_id = ${tx.organizationId} and c.component_id = any(${[...componentIds]}::text[])
      and i.resolved_at is null and i.archived_at is null and i.merged_into is null
    order by c.component_id, c.incident_id limit 200`;
}
