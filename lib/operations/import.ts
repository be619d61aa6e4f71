import { inTenant } from "@/db/client";
import { insertImport, lockHeads } from "@/db/queries/ledger";
import { loadWindows } from "@/db/queries/ledger-window";
import { AppError } from "@/lib/domain/errors";
import { hullOf, type ImportInput, importConflicts } from "@/lib/domain/import";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { appendEntries, requireComponent } from "./ledger";
import { audit, newId } from "./record";

/** What an import wrote. `id` is the new source's, as causes name it; `title` what the importer called it. */
export type ImportView = {
  id: string;
  componentId: string;
  title: string;
  entries: number;
  firstSeq: number;
  lastSeq: number;
};

/**
 * Writes history from before we watched, all or nothing; every call is a source of its own. Throws `conflict` for
 * time that lies ahead or that a monitor or an earlier import knows, naming the entries.
 */
export function importHistory(
  scope: TenantScope,
  input: ImportInput & { component_id: string },
  now: Ms,
): Promise<ImportView> {
  permit(scope, "write");
  const { component_id: componentId, source: title, entries } = input;
  return inTenant(scope, async (tx) => {
    await requireComponent(tx, componentId);
    await lockHeads(tx, [componentId]);
    const [chain = []] = await loadWindows(tx, [{ componentId, ...hullOf(entries) }]);
    const errors = importConflicts(entries, chain, now);
    if (errors.length > 0) {
      throw new AppError("conflict", "This history does not fit what the ledger knows.", { errors });
    }
    const id = newId("import", now);
    const actor = actorText(scope.actor);
    const { organizationId } = tx;
    const written = await appendEntries(
      tx,
      entries
        .toSorted((a, b) => a.from - b.from)
        .map(({ from, to, state, reason }) => ({
          ...{ organizationId, componentId, recordedAt: now, actor, kind: "import", state, reason },
          ...{ source: { type: "import", id }, effectiveFrom: from, effectiveTo: to },
        })),
      now,
    );
    const count = written.length;
    await insertImport(tx, { id, componentId, title, entries: count, actor, importedAt: now });
    const firstSeq = written[0]?.seq ?? 0;
    const view = { id, componentId, title, entries: count, firstSeq, lastSeq: firstSeq + count - 1 };
    const act = { action: "ledger.import", objectType: "component", objectId: componentId };
    await audit(
      tx,
      scope,
      { ...act, after: { import: id, source: title, entries: count, first_seq: firstSeq } },
      now,
    );
    return view;
  });
}
