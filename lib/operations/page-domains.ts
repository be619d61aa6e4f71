import { inEngine, inGlobal, inTenant, type TenantTx } from "@/db/client";
import {
  confirmAddress,
  findAddress,
  findPage,
  listClaimedHosts,
  lockPage,
  moveHost,
  type PageRow,
} from "@/db/queries/page";
import { announceMove } from "@/db/queries/publication";
import { AppError, notFound } from "@/lib/domain/errors";
import { type DomainEvidence, isProven, type PageDomain, recordsFor } from "@/lib/domain/page-domain";
import { permit } from "@/lib/domain/permission";
import type { EngineScope, TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { requestPublication } from "./publication";
import { audit } from "./record";

/** The host name under which the product itself is reached. */
export function ownHost(): string {
  return new URL(env().publicUrl).hostname;
}

/** A page's domain as far as it was proven, and what its owner has to set. */
export function getPageDomain(scope: TenantScope, id: string): Promise<PageDomain> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const page = await findPage(tx, id);
    if (!page) throw notFound("page");
    return viewOf(tx, page, null);
  });
}

/**
 * Takes what DNS says of a page's domain: once it is proven, the domain is this page's alone, and a rival that was
 * served there until now loses it (RULES R6.6). Unproven evidence changes nothing.
 */
export function recordDomainEvidence(
  scope: TenantScope,
  id: string,
  evidence: DomainEvidence,
  now: Ms,
): Promise<PageDomain> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const row = await lockPage(tx, id);
    if (!row || row.archivedAt !== null) throw notFound("page");
    const page = domainOf(row);
    if (isProven(evidence, id)) await prove(tx, scope, page, now);
    return viewOf(tx, page, evidence);
  });
}

type Domained = PageRow & { domain: string };

function domainOf(row: PageRow): Domained {
  if (row.domain === null)
    throw new AppError("conflict", "This page has no domain of its own. Give it one first.");
  return { ...row, domain: row.domain };
}

async function prove(tx: TenantTx, scope: TenantScope, { id, domain }: Domained, now: Ms): Promise<void> {
  const address = `host:${domain}`;
  const owner = await findAddress(tx, address);
  if (owner?.pageId === id && owner.verifiedAt !== null) return;
  if (owner && owner.pageId !== id && owner.verifiedAt !== null)
    throw new AppError("conflict", `The domain ${domain} was proven by another page first.`);
  if (owner && owner.pageId !== id) {
    await moveHost(tx, address, owner.pageId, id, now);
    await announceMove(tx, owner.pageId, now);
  } else await confirmAddress(tx, address, id, now);
  const act = { action: "page.domain_verified", objectType: "page", objectId: id };
  await audit(tx, scope, { ...act, before: null, after: { domain } }, now);
  await requestPublication(tx, now);
}

async function viewOf(
  tx: TenantTx,
  { id, domain }: PageRow,
  evidence: DomainEvidence | null,
): Promise<PageDomain> {
  if (domain === null) return { domain, verifiedAt: null, isTaken: false, records: [] };
  const owner = await findAddress(tx, `host:${domain}`);
  const isOurs = owner?.pageId === id;
  return {
    domain,
    verifiedAt: isOurs ? owner.verifiedAt : null,
    isTaken: owner !== undefined && !isOurs,
    records: recordsFor({ domain, pageId: id, host: ownHost() }, evidence),
  };
}

/** Whether a certificate may be had for a name: the product's own, or a domain that a page has proven. */
export async function mayHaveCertificate(domain: string): Promise<boolean> {
  const name = domain.trim().toLowerCase().replace(/\.$/, "");
  if (name === ownHost()) return true;
  const owner = await inGlobal((tx) => findAddress(tx, `host:${name}`));
  return owner !== undefined && owner.verifiedAt !== null;
}

/** Claimed domains that nobody has proven yet, for the clock to look at again. */
export function listUnproven(
  scope: EngineScope,
  limit: number,
): Promise<{ organizationId: string; pageId: string; domain: string }[]> {
  return inEngine(scope, (tx) => listClaimedHosts(tx, limit));
}
