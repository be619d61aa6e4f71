import { inTenant, type TenantTx } from "@/db/client";
import { readWarningSettings } from "@/db/queries/contact";
import { nameCustomers } from "@/db/queries/customer";
import { issuedCredits, promisedComponents, runningServices } from "@/db/queries/customer-layer";
import { findContactCustomer } from "@/db/queries/page-link";
import { cautiousSettings } from "@/lib/domain/contact";
import type { CustomerLayer } from "@/lib/domain/customer-layer";
import { notFound } from "@/lib/domain/errors";
import type { PageScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { documentsOf } from "./customer-documents";
import { readLivePage } from "./page-reading";
import { currentStates } from "./timeline";
import { figuresByStatement } from "./warning-figures";

/**
 * A customer's own components, standing and credits, for one of its contacts. The figures are those of its statements.
 * Throws `not_found` once the page has no such layer or the contact is gone: a pass outlives neither.
 */
export function readCustomerLayer(scope: PageScope, contactId: string, now: Ms): Promise<CustomerLayer> {
  return inTenant(scope, async (tx) => {
    const page = await readLivePage(tx, scope.pageId);
    const customerId = page.customerLayer ? await findContactCustomer(tx, contactId) : null;
    const [customer] = customerId === null ? [] : await nameCustomers(tx, [customerId]);
    if (customerId === null || customer === undefined) throw notFound("customer");
    const running = await runningServices(tx, customerId, now);
    const statementIds = running.map(({ statementId }) => statementId);
    const { tellsCredit } = (await readWarningSettings(tx)) ?? cautiousSettings;
    const figures = await figuresByStatement(tx, statementIds, tellsCredit, now);
    return {
      customer: customer.name,
      knownAt: now,
      components: await componentsOf(tx, statementIds, now),
      services: running.flatMap(({ statementId, from, to, timezone }) => {
        const own = figures.get(statementId);
        return own ? [{ figures: own, period: { from, to }, timezone }] : [];
      }),
      credits: (await issuedCredits(tx, customerId)).map(({ from, to, ...credit }) => ({
        ...credit,
        period: { from, to },
      })),
      documents: await documentsOf(tx, customerId),
    };
  });
}

async function componentsOf(
  tx: TenantTx,
  statementIds: readonly string[],
  now: Ms,
): Promise<CustomerLayer["components"]> {
  const rows = await promisedComponents(tx, statementIds);
  const ids = rows.map(({ id }) => id);
  const states = await currentStates(tx, ids, now);
  return rows.map((row) => {
    const { state = "unknown", since = null } = states.get(row.id) ?? {};
    return { ...row, state, since };
  });
}
