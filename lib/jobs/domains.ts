import { engineScope, systemScope } from "@/lib/auth/scope";
import { AppError } from "@/lib/domain/errors";
import type { PageDomain } from "@/lib/domain/page-domain";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { readDomainEvidence } from "@/lib/net/domain-records";
import { getPageDomain, listUnproven, ownHost, recordDomainEvidence } from "@/lib/operations/page-domains";
import type { Handler } from "./handlers";

const perRun = 100;
const noEvidence = { texts: [], pointsHere: false };

/** Looks at a page's domain in DNS and takes what is found. */
export async function verifyPageDomain(scope: TenantScope, pageId: string, now: Ms): Promise<PageDomain> {
  const { domain } = await getPageDomain(scope, pageId);
  const evidence = domain === null ? noEvidence : await readDomainEvidence(domain, ownHost());
  return recordDomainEvidence(scope, pageId, evidence, now);
}

/** Job "verifyDomains": whoever sets the records need not come back and say so. */
export const verifyDomains: Handler = async (_payload, { now, signal }) => {
  for (const { organizationId, pageId } of await listUnproven(engineScope(), perRun)) {
    if (signal.aborted) return;
    await verifyPageDomain(systemScope(organizationId, "domains"), pageId, now).catch((error: unknown) => {
      // A page that was archived, moved or outrun meanwhile is nobody's concern.
      if (!(error instanceof AppError)) throw error;
    });
  }
};
