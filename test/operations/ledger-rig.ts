import postgres from "postgres";
import { inTenant, type TenantTx } from "@/db/client";
import { insertComponent } from "@/db/queries/component";
import { listEntries } from "@/db/queries/ledger";
import { memberScope } from "@/lib/auth/scope";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { State } from "@/lib/domain/state";
import { dayMs, type Ms } from "@/lib/domain/time";
import { required } from "@/lib/env";
import { appendEntries, type LedgerDraft } from "@/lib/operations/ledger";
import { newId } from "@/lib/operations/record";

/** Midnight of an ordinary day; the tests' clock starts here. */
export const start: Ms = Date.UTC(2026, 9, 1);
export const day = (count: number): Ms => start + count * dayMs;

let organizations = 0;

/** An organization of its own for each test, with one member who may do everything. */
export function newScope(): TenantScope {
  organizations += 1;
  return memberScope(`org_${String(organizations).padStart(4, "0")}`, "usr_1", "owner");
}

export async function newComponent(scope: TenantScope, name = "Checkout", now = start): Promise<string> {
  const id = newId("component", now);
  const row = { id, name, description: null, groupName: null, position: 0, publish: "manual" as const };
  await inTenant(scope, (tx) =>
    insertComponent(tx, {
      ...row,
      ...{ composition: null, createdAt: now, updatedAt: now, archivedAt: null, version: 1 },
    }),
  );
  return id;
}

type Unsigned = LedgerDraft extends infer D
  ? D extends LedgerDraft
    ? Omit<D, "organizationId" | "recordedAt" | "actor">
    : never
  : never;

/** Appends in a transaction of its own at `now`. */
export function append(scope: TenantScope, drafts: readonly Unsigned[], now: Ms): Promise<LedgerEntry[]> {
  const { organizationId } = scope;
  const signed = { organizationId, recordedAt: now, actor: actorText(scope.actor) };
  return inTenant(scope, (tx) =>
    appendEntries(
      tx,
      drafts.map((draft) => ({ ...draft, ...signed })),
      now,
    ),
  );
}

/** A monitor's word from `effectiveFrom` on. */
export function says(componentId: string, state: State | null, effectiveFrom: Ms, id = "mon_1") {
  return { componentId, kind: "observation", source: { type: "monitor", id }, state, effectiveFrom } as const;
}

export function chainOf(tx: TenantTx, componentId: string): Promise<LedgerEntry[]> {
  return listEntries(tx, componentId, 0, 1_000_000);
}

/** A connection as superuser, past every wall. */
export function superuser(): postgres.Sql {
  return postgres(required("databaseUrl"), { max: 2, onnotice: () => {} });
}
