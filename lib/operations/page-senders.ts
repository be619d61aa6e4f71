import type { TenantTx } from "@/db/client";
import type { PageRow } from "@/db/queries/page";
import { findPageSender, listSendingDomains } from "@/db/queries/sender";
import { mailbox, type NoticeSender } from "@/lib/domain/notice";
import { installationAddress, isAddressOf } from "@/lib/domain/sender";
import { env } from "@/lib/env";

/**
 * Who a page's mails come from: its own name, and an address of its own as long as the domain of it is proven; without
 * one the installation's address under the page's name.
 */
export async function senderOf(tx: TenantTx, page: Pick<PageRow, "id" | "name">): Promise<NoticeSender> {
  const sender = await findPageSender(tx, page.id);
  const address = sender?.address ?? null;
  const isProven =
    address !== null &&
    (await listSendingDomains(tx)).some(
      ({ domain, state }) => state === "verified" && isAddressOf(address, domain),
    );
  const from = isProven ? address : installationAddress(env().emailFrom);
  return { from: mailbox(sender?.name ?? page.name, from), replyTo: sender?.replyTo ?? null };
}
