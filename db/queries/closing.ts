import type { TenantTx } from "@/db/client";
import type { SlaResult } from "@/lib/domain/sla/result";
import type { WorkingLine } from "@/lib/domain/statement";
import type { StatementRow } from "./statement";

/** What a close writes of a statement. */
export type BookedStatement = { id: string } & Required<
  Pick<
    StatementRow,
    | "closedAt"
    | "closedBy"
    | "knownAt"
    | "reachFrom"
    | "reachTo"
    | "termsVersion"
    | "engineVersion"
    | "heads"
    | "inputs"
    | "result"
    | "working"
    | "resultHash"
  >
>;

/** What decides when a statement is closed among many. */
export type ClosingTurn = Pick<StatementRow, "id" | "contractId" | "commitmentId" | "periodFrom">;

export async function closingTurns(tx: TenantTx, ids: readonly string[]): Promise<ClosingTurn[]> {
  return tx.sql<ClosingTurn[]>`select id, contract_id, commitment_id, period_from from statements
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[])`;
}

/** Closes statements, all in one statement of SQL. */
export async function bookStatements(tx: TenantTx, rows: readonly BookedStatement[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.sql`
    update statements s set closed_at = b."closedAt", closed_by = b."closedBy", known_at = b."knownAt",
      reach_from = b."reachFrom", reach_to = b."reachTo", terms_version = b."termsVersion",
      engine_version = b."engineVersion", heads = b.heads, inputs = b.inputs, result = b.result,
      working = b.working, result_hash = b."resultHash"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as b (id text, "closedAt" bigint, "closedBy" text,
      "knownAt" bigint, "reachFrom" bigint, "reachTo" bigint, "termsVersion" int, "engineVersion" text, heads jsonb,
      inputs jsonb, result jsonb, working jsonb, "resultHash" text)
    where s.organization_id = ${tx.organizationId} and s.id = b.id`;
}

/** What a statement rests its figures on, once it is closed. */
type Booked = { working: readonly WorkingLine[]; result: SlaResult };

/** What closes stored of statements, by id; those that are not closed are left out. */
export async function readBooked(tx: TenantTx, ids: readonly string[]): Promise<Map<string, Booked>> {
  const rows = await tx.sql<(Booked & { id: string })[]>`
    select id, working, result from statements
    where organization_id = ${tx.organizationId} and id = any(${[...ids]}::text[]) and closed_at is not null`;
  return new Map(rows.map(({ id, ...booked }) => [id, booked]));
}

/** Per statement asked, the first one of its commitment before it that is not closed, where there is one. */
export async function firstUnclosedBefore(
  tx: TenantTx,
  ids: readonly string[],
): Promise<Map<string, { id: string; month: string }>> {
  const rows = await tx.sql<{ asked: string; id: string; month: string }[]>`
    select s.id as asked, earlier.id, earlier.month from statements s
    cross join lateral (
      select e.id, e.month from statements e
      where e.organization_id = s.organization_id and e.commitment_id = s.commitment_id
        and e.closed_at is null and e.period_from < s.period_from
      order by e.period_from limit 1) earlier
    where s.organization_id = ${tx.organizationId} and s.id = any(${[...ids]}::text[])`;
  return new Map(rows.map(({ asked, ...earlier }) => [asked, earlier]));
}
