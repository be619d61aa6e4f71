import type { EngineTx } from "@/db/client";
import type { Ms } from "@/lib/domain/time";

/** A page whose mirror is behind, and what stands there. */
export type MirrorClaim = { organizationId: string; pageId: string; files: Record<string, string> };

/** Claims pages whose mirror is behind until `until`, at most `limit`, so that two workers never write one at once. */
export async function claimMirrors(tx: EngineTx, now: Ms, until: Ms, limit: number): Promise<MirrorClaim[]> {
  await tx.sql`
    insert into mirrored_pages (organization_id, page_id, version, files)
    select organization_id, page_id, 0, '{}' from publication_versions v
    where not exists (select from mirrored_pages m where m.organization_id = v.organization_id and m.page_id = v.page_id)
    on conflict do nothing`;
  return tx.sql<MirrorClaim[]>`
    update mirrored_pages set claimed_until = ${until}
    where (organization_id, page_id) in (
      select m.organization_id, m.page_id from mirrored_pages m
      join publication_versions v on v.page_id = m.page_id
      where v.version <> m.version and (m.claimed_until is null or m.claimed_until <= ${now})
      order by v.changed_at limit ${limit} for update of m skip locked)
    returning organization_id, page_id, files`;
}

/** Writes what stands in the mirror now; what was recorded before a crash is simply written again. */
export async function finishMirror(
  tx: EngineTx,
  { organizationId, pageId, version, files }: MirrorClaim & { version: number },
): Promise<void> {
  await tx.sql`
    update mirrored_pages set version = ${version}, files = ${JSON.stringify(files)}::text::jsonb, claimed_until = null
    where organization_id = ${organizationId} and page_id = ${pageId}`;
}
