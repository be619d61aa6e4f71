import { inTenant } from "@/db/client";
import { liveComponentIds } from "@/db/queries/component";
import { findPage } from "@/db/queries/page";
import { publicReaderScope, systemScope } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/domain/errors";
import { type ExportReport, verifyExport } from "@/lib/domain/export";
import { platformOrganizationId } from "@/lib/domain/organization";
import type { PageScope } from "@/lib/domain/scope";
import { clientNetwork } from "@/lib/domain/sign-in";
import type { Ms } from "@/lib/domain/time";
import { exportLedger } from "./export";
import { spendRequest, spendToken } from "./rate-limits";

/**
 * The ledger behind a component's figures, for whoever may read the page: the lines of `exportLedger`. Throws
 * `not_found` for a component the page does not show, and `limit` when a page's readers ask for too many.
 */
export async function exportPageLedger(
  scope: PageScope,
  componentId: string,
  now: Ms,
): Promise<AsyncIterable<string>> {
  if (!(await isShown(scope, componentId))) throw notFound("component");
  const reader = publicReaderScope(scope);
  await spendReading(reader, now);
  return exportLedger(reader, [componentId], now);
}

/** A check holds a processor for a tenth of a second, in the very process that answers every page's readers. */
const checkLimits = {
  client: { capacity: 20, perSecond: 1 / 5 },
  page: { capacity: 40, perSecond: 1 / 2 },
} as const;

/**
 * Whether an export that a reader brought is as it was written; it need not be one of this page's. Throws `limit` when
 * one network, or a page's readers together, ask too often.
 */
export async function checkPageLedger(
  scope: PageScope,
  given: { text: string; client: string },
  now: Ms,
): Promise<ExportReport> {
  const refusal = (minutes: number) => `Too many ledgers were brought to check. Try again in ${minutes} min.`;
  await inTenant(systemScope(platformOrganizationId, "ledger-check"), async (tx) => {
    const client = { name: `ledger-check:client:${clientNetwork(given.client)}`, ...checkLimits.client };
    await spendToken(tx, client, refusal, now);
    await spendToken(tx, { name: `ledger-check:page:${scope.pageId}`, ...checkLimits.page }, refusal, now);
  });
  return verifyExport(given.text);
}

async function spendReading(reader: ReturnType<typeof publicReaderScope>, now: Ms): Promise<void> {
  const { retryAfterSeconds } = await spendRequest(reader, now);
  if (retryAfterSeconds !== null)
    throw new AppError("limit", "Too many ledgers of this page were asked for. Try again later.", {
      retryAfterSeconds,
    });
}

function isShown(scope: PageScope, componentId: string): Promise<boolean> {
  return inTenant(scope, async (tx) => {
    const page = await findPage(tx, scope.pageId);
    if (!page || page.archivedAt !== null) return false;
    const isChosen = page.components?.some((each) => each.componentId === componentId) ?? true;
    return isChosen && (await liveComponentIds(tx, [componentId])).has(componentId);
  });
}
