import { inTenant, type TenantTx } from "@/db/client";
import { findContact } from "@/db/queries/contact";
import { findCredit } from "@/db/queries/credit";
import { closedStatements, issuedCredits } from "@/db/queries/customer-layer";
import { findContactCustomer } from "@/db/queries/page-link";
import { findStatement } from "@/db/queries/statement";
import { systemScope } from "@/lib/auth/scope";
import type { CustomerDocuments } from "@/lib/domain/customer-layer";
import { notFound } from "@/lib/domain/errors";
import type { MemoDocument } from "@/lib/domain/register";
import type { PageScope, TenantScope } from "@/lib/domain/scope";
import type { StatementSheet } from "@/lib/domain/statement-sheet";
import type { Ms } from "@/lib/domain/time";
import type { LinkHolder } from "@/lib/signed-link";
import { readMemo } from "./exports";
import { readLivePage } from "./page-reading";
import { readStatementSheet } from "./statement-sheet";

/** A customer's own person at one of its doors: nothing but this customer's papers is theirs. */
export type CustomerReader = { scope: TenantScope; customerId: string };

/** Whoever holds a contact's link. Throws `not_found` for one that is not valid any more. */
export function readerByLink({ organizationId, id, generation }: LinkHolder): Promise<CustomerReader> {
  const scope = systemScope(organizationId, id);
  return inTenant(scope, async (tx) => {
    const row = await findContact(tx, id);
    if (!row || row.linkGeneration !== generation || row.archivedAt !== null) throw notFound("subscription");
    return { scope, customerId: row.customerId };
  });
}

/** A contact who signed in on a page. Throws `not_found` once the page has no layer or the contact is gone. */
export function readerOnPage(page: PageScope, contactId: string): Promise<CustomerReader> {
  return inTenant(page, async (tx) => {
    const { customerLayer } = await readLivePage(tx, page.pageId);
    const customerId = customerLayer ? await findContactCustomer(tx, contactId) : null;
    if (customerId === null) throw notFound("customer");
    return { scope: systemScope(page.organizationId, contactId), customerId };
  });
}

/** What a customer may take along: its closed statements and its memos, newest first. */
export async function documentsOf(tx: TenantTx, customerId: string): Promise<CustomerDocuments> {
  const [statements, credits] = await Promise.all([
    closedStatements(tx, customerId),
    issuedCredits(tx, customerId),
  ]);
  return {
    statements: statements.map(({ from, to, ...rest }) => ({ ...rest, period: { from, to } })),
    memos: credits.map(({ id, number, service, timezone, from, to }) => ({
      ...{ id, number, service, timezone, period: { from, to } },
    })),
  };
}

/** The memo of a credit of the reader's own customer. Throws `not_found` for any other as for none. */
export async function readOwnMemo(
  { scope, customerId }: CustomerReader,
  creditId: string,
  now: Ms,
): Promise<MemoDocument> {
  const credit = await inTenant(scope, (tx) => findCredit(tx, creditId));
  if (credit?.customerId !== customerId) throw notFound("memo");
  return await readMemo(scope, creditId, now);
}

/** A closed statement of the reader's own customer; one that may still change is nobody's but ours. */
export async function readOwnStatement(
  { scope, customerId }: CustomerReader,
  id: string,
  now: Ms,
): Promise<StatementSheet> {
  const row = await inTenant(scope, (tx) => findStatement(tx, id));
  if (row?.customerId !== customerId || row.closedAt === null) throw notFound("statement");
  return await readStatementSheet(scope, id, now);
}
