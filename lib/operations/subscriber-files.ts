import { inTenant } from "@/db/client";
import { insertSubscribers, type SubscriberRow, subscribersAfter } from "@/db/queries/subscriber";
import { AppError } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { SubscriberImportInput, SubscriberView } from "@/lib/domain/subscriber";
import { readSubscriberFile } from "@/lib/domain/subscriber-file";
import { groupsOf } from "@/lib/domain/subscription";
import type { Ms } from "@/lib/domain/time";
import { readLivePage, readParts } from "./page-reading";
import { audit } from "./record";
import { newSubscriber, subscriberView } from "./subscriber-rows";

/** What became of a file: `known` were there before, whatever their state - an import never undoes an end. */
export type ImportResult = { added: number; known: number; skipped: number; ignoredColumns: string[] };

const batch = 500;

/** Takes subscribers whose consent somebody vouches for; all of a file or none of it. */
export function importSubscribers(
  scope: TenantScope,
  pageId: string,
  input: SubscriberImportInput,
  now: Ms,
): Promise<ImportResult> {
  permit(scope, "write");
  const { lines, skipped, ignoredColumns } = readSubscriberFile(input.csv);
  return inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, pageId);
    const parts = await readParts(tx, page);
    const shown = { components: new Set(parts.map(({ id }) => id)), groups: new Set(groupsOf(parts)) };
    const consent = { ...input.consent, at: now };
    const rows = lines.map(({ line, input: each }) => {
      const strange =
        each.components?.find((id) => !shown.components.has(id)) ??
        each.groups?.find((name) => !shown.groups.has(name));
      if (strange !== undefined) throw notShown(line, strange);
      return newSubscriber(page, each, consent, "active", now);
    });
    const added = await insertAll(tx, rows);
    const act = { action: "subscriber.import", objectType: "page", objectId: pageId };
    const known = rows.length - added;
    await audit(tx, scope, { ...act, after: { added, known, skipped, consent: input.consent } }, now);
    return { added, known, skipped, ignoredColumns };
  });
}

function notShown(line: number, what: string): AppError {
  const message = `names "${what}", which this page does not show`;
  return new AppError("invalid", `Line ${line} ${message}.`, { errors: [{ path: `csv.${line}`, message }] });
}

async function insertAll(tx: Parameters<typeof insertSubscribers>[0], rows: readonly SubscriberRow[]) {
  let added = 0;
  for (let at = 0; at < rows.length; at += batch)
    added += (await insertSubscribers(tx, rows.slice(at, at + batch))).size;
  return added;
}

/** Every subscriber of a page, oldest first, read piece by piece; each piece in a transaction of its own. */
export async function exportSubscribers(
  scope: TenantScope,
  pageId: string,
): Promise<AsyncIterable<SubscriberView>> {
  permit(scope, "write");
  await inTenant(scope, (tx) => readLivePage(tx, pageId));
  return pieces(scope, pageId);
}

async function* pieces(scope: TenantScope, pageId: string): AsyncGenerator<SubscriberView> {
  for (let after = ""; ; ) {
    const rows = await inTenant(scope, (tx) => subscribersAfter(tx, pageId, after, batch));
    yield* rows.map(subscriberView);
    const last = rows.at(-1);
    if (rows.length < batch || !last) return;
    after = last.id;
  }
}
