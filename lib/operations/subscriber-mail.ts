import type { TenantTx } from "@/db/client";
import type { PageRow } from "@/db/queries/page";
import type { SubscriberRow } from "@/db/queries/subscriber";
import type { Ms } from "@/lib/domain/time";
import { preferencesAddress } from "@/lib/signed-link";
import { notify } from "./notices";
import { pageAppearance } from "./page-appearance";
import { senderOf } from "./page-senders";
import { newId } from "./record";

/** Sends the link that a recipient confirms with; on a chat or a webhook it appears there. */
export function askToConfirm(tx: TenantTx, page: PageRow, row: SubscriberRow, now: Ms): Promise<void> {
  return sendLink(tx, page, row, false, now);
}

/** To whom is subscribed already: nothing was changed, and this is where it could be. */
export function remindOfSubscription(
  tx: TenantTx,
  page: PageRow,
  row: SubscriberRow,
  now: Ms,
): Promise<void> {
  return sendLink(tx, page, row, true, now);
}

async function sendLink(
  tx: TenantTx,
  page: PageRow,
  row: SubscriberRow,
  isKnown: boolean,
  now: Ms,
): Promise<void> {
  const { id, channel, address, addressKey, locale, timezone, endpoint, signingSecret } = row;
  const holder = { organizationId: tx.organizationId, id, generation: row.linkGeneration };
  const link = preferencesAddress(holder);
  await notify(
    tx,
    {
      factId: newId("notice", now),
      template: "opt_in",
      slots: {
        page: await pageAppearance(tx, page),
        kinds: row.kinds,
        isFollowing: row.incidentId !== null,
        isKnown,
        hookLink: channel === "email" ? null : link,
      },
      recipients: [
        {
          ...{ address, channel, addressKey, recipientId: id, locale, timezone, endpoint, signingSecret },
          slots: { link },
        },
      ],
      sender: await senderOf(tx, page),
    },
    now,
  );
}
