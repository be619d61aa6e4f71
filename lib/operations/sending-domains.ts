import { inTenant, type TenantTx } from "@/db/client";
import {
  deleteSendingDomain,
  findPageSender,
  findPageSenders,
  findSendingDomain,
  insertSendingDomain,
  listSendingDomains as listRows,
  type SendingDomainRow,
  savePageSender,
  updateSendingDomain,
} from "@/db/queries/sender";
import { AppError, invalid, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import {
  type DomainReading,
  isAddressOf,
  type PageSenderInput,
  type SendingDomainInput,
  sendingDomainsMax,
} from "@/lib/domain/sender";
import type { Ms } from "@/lib/domain/time";
import { readLivePage } from "./page-reading";
import { audit, newId } from "./record";

export type { SendingDomainRow } from "@/db/queries/sender";

/** A domain to send from; it is used once its DNS has been proven. */
export function addSendingDomain(
  scope: TenantScope,
  { domain }: SendingDomainInput,
  now: Ms,
): Promise<SendingDomainRow> {
  permit(scope, "admin");
  const row: SendingDomainRow = {
    ...{ id: newId("sendingDomain", now), domain, providerId: null, state: "unchecked", records: [] },
    ...{ failure: null, createdAt: now, checkedAt: null, verifiedAt: null, version: 1 },
  };
  return inTenant(scope, async (tx) => {
    if ((await listRows(tx)).length >= sendingDomainsMax)
      throw new AppError(
        "conflict",
        `An organization has at most ${sendingDomainsMax} sending domains. Remove one first.`,
      );
    if (!(await insertSendingDomain(tx, row)))
      throw new AppError("conflict", "This domain is here already.", {
        errors: [{ path: "domain", message: "is here already" }],
      });
    await audit(tx, scope, { ...actOf("sending_domain.create", row.id), after: { domain } }, now);
    return row;
  });
}

export function listSendingDomains(scope: TenantScope): Promise<SendingDomainRow[]> {
  permit(scope, "admin");
  return inTenant(scope, listRows);
}

export function getSendingDomain(scope: TenantScope, id: string): Promise<SendingDomainRow> {
  permit(scope, "admin");
  return inTenant(scope, (tx) => existing(tx, id));
}

/** Pages that were sent from it go back to the installation's own address. */
export function removeSendingDomain(scope: TenantScope, id: string, now: Ms): Promise<void> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const { domain } = await existing(tx, id);
    await deleteSendingDomain(tx, id);
    await audit(tx, scope, { ...actOf("sending_domain.remove", id), before: { domain } }, now);
  });
}

/** Keeps what provider and DNS said; a domain that was proven and is not any more is not sent from any more. */
export function recordDomainReading(
  scope: TenantScope,
  id: string,
  reading: DomainReading,
  now: Ms,
): Promise<SendingDomainRow> {
  permit(scope, "admin");
  return inTenant(scope, async (tx) => {
    const before = await existing(tx, id);
    const verifiedAt = reading.state === "verified" ? (before.verifiedAt ?? now) : null;
    await updateSendingDomain(tx, id, { ...reading, checkedAt: now, verifiedAt });
    if (before.state !== reading.state) {
      const act = { before: { state: before.state }, after: { state: reading.state } };
      await audit(tx, scope, { ...actOf("sending_domain.check", id), ...act }, now);
    }
    return existing(tx, id);
  });
}

/** Who a page's mails come from. */
export type PageSender = { name: string | null; address: string | null; replyTo: string | null };

export function getPageSender(scope: TenantScope, pageId: string): Promise<PageSender> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    await readLivePage(tx, pageId);
    return senderIn(tx, pageId);
  });
}

/** The same of many pages at once, by page; one that has none of its own is left out. */
export function listPageSenders(
  scope: TenantScope,
  pageIds: readonly string[],
): Promise<Map<string, PageSender>> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const rows = await findPageSenders(tx, pageIds);
    return new Map(
      rows.map(({ pageId, name, address, replyTo }) => [pageId, { name, address, replyTo }] as const),
    );
  });
}

/** An address of the page's own must belong to a domain that is proven. */
export function setPageSender(
  scope: TenantScope,
  pageId: string,
  input: PageSenderInput,
  now: Ms,
): Promise<PageSender> {
  permit(scope, "admin");
  const { name, address, reply_to: replyTo } = input;
  return inTenant(scope, async (tx) => {
    await readLivePage(tx, pageId);
    if (address !== null) await refuseUnproven(tx, address);
    const before = await senderIn(tx, pageId);
    await savePageSender(tx, { pageId, name, address, replyTo, updatedAt: now, version: 1 });
    const act = { action: "page.sender", objectType: "page", objectId: pageId };
    await audit(tx, scope, { ...act, before, after: { name, address, replyTo } }, now);
    return { name, address, replyTo };
  });
}

async function senderIn(tx: TenantTx, pageId: string): Promise<PageSender> {
  const row = await findPageSender(tx, pageId);
  return { name: row?.name ?? null, address: row?.address ?? null, replyTo: row?.replyTo ?? null };
}

async function refuseUnproven(tx: TenantTx, address: string): Promise<void> {
  const proven = (await listRows(tx)).filter(({ state }) => state === "verified");
  if (proven.some(({ domain }) => isAddressOf(address, domain))) return;
  throw invalid("address", "must belong to a sending domain that is verified; add one under sending domains");
}

async function existing(tx: TenantTx, id: string): Promise<SendingDomainRow> {
  const row = await findSendingDomain(tx, id);
  if (!row) throw notFound("sending domain");
  return row;
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "sending_domain", objectId };
}
