import { randomBytes } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { EngineTx } from "@/db/client";
import type { ClaimedBatch, NewBatch } from "@/db/queries/batch";
import { type DueDelivery, endUnsent, lockDue } from "@/db/queries/delivery";
import { findSendableNotices, type SendableNotice } from "@/db/queries/notice";
import { idFrom } from "@/lib/domain/ids";
import type { Ms } from "@/lib/domain/time";
import type { BatchMessage, BatchSender } from "@/lib/mail/sender";
import { fillMailJson } from "@/lib/render/mail";
import { openBytes, sealBytes } from "@/lib/secret";
import { heldBackBecause, isHeldBack } from "./claims";
import { compose } from "./compose";

/** The organization served last on each lane; the next one is first now. */
const servedLast = new Map<number, string>();

/**
 * Takes what is due, each organization in its turn, and makes the very bytes of up to `places` batches of it. Who is
 * suppressed, or cannot be written to at all, meets its fate here; who unsubscribed before is not due any more.
 */
export async function freezeDue(
  tx: EngineTx,
  sender: BatchSender,
  { lane, places }: { lane: number; places: number },
  now: Ms,
): Promise<NewBatch[]> {
  if (places <= 0) return [];
  const pick = { lanes: [lane], places, unit: sender.sizeMax, after: servedLast.get(lane) ?? "" };
  const due = await lockDue(tx, pick, now);
  if (due.length === 0) return [];
  servedLast.set(lane, due.at(-1)?.organizationId ?? "");
  const held = due.filter(isHeldBack);
  if (held.length > 0) await endUnsent(tx, held, "suppressed", held.map(heldBackBecause));
  const chosen = companies(
    due.filter((each) => !isHeldBack(each)),
    sender.sizeMax,
  ).slice(0, places);
  const notices = await findSendableNotices(tx, chosen.flat());
  const byId = new Map(notices.map((notice) => [notice.id, notice]));
  const batches: NewBatch[] = [];
  for (const company of chosen) {
    const batch = await freeze(tx, sender, company, byId, now);
    if (batch) batches.push(batch);
  }
  return batches;
}

/** Who leaves together: one organization's, up to `size`; whoever must go alone goes alone. */
function companies(due: readonly DueDelivery[], size: number): DueDelivery[][] {
  const made: DueDelivery[][] = [];
  let open: DueDelivery[] = [];
  for (const delivery of due) {
    const first = open[0];
    const fits =
      first !== undefined &&
      open.length < size &&
      first.organizationId === delivery.organizationId &&
      first.lane === delivery.lane;
    if (delivery.alone) made.push([delivery]);
    else if (fits) open.push(delivery);
    else {
      open = [delivery];
      made.push(open);
    }
  }
  return made;
}

async function freeze(
  tx: EngineTx,
  sender: BatchSender,
  company: readonly DueDelivery[],
  notices: ReadonlyMap<string, SendableNotice>,
  now: Ms,
): Promise<NewBatch | null> {
  const members: DueDelivery[] = [];
  const messages: BatchMessage[] = [];
  for (const delivery of company) {
    const message = await write(delivery, notices.get(delivery.noticeId));
    if (typeof message === "string") await endUnsent(tx, [delivery], "failed", [message]);
    else {
      members.push(delivery);
      messages.push(message);
    }
  }
  const [first] = members;
  if (first === undefined) return null;
  const bytes = sender.encode(messages);
  return {
    organizationId: first.organizationId,
    id: idFrom("batch", now, randomBytes(16)),
    members: members.map((member) => member.id),
    body: frozen(bytes),
    bytes,
    lane: first.lane,
  };
}

/** The message, or why it cannot be written. */
async function write(
  delivery: DueDelivery,
  notice: SendableNotice | undefined,
): Promise<BatchMessage | string> {
  try {
    if (notice === undefined) throw new Error("its notice is gone");
    const { envelope, cut, slots } = await compose(delivery, notice);
    return { envelope, words: fillMailJson(cut, slots) };
  } catch (error) {
    return `could not be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A hundred mails that say nearly the same shrink to little more than one. */
function frozen(bytes: Uint8Array): Buffer {
  return sealBytes(zstdCompressSync(bytes));
}

/** Most batches thaw into one piece of this size, which spares putting many together. */
const usualBytesMax = 1_000_000;

/** The bytes exactly as they were frozen. */
export function thawed({ bytes, body }: ClaimedBatch): Uint8Array {
  return bytes ?? zstdDecompressSync(openBytes(body), { chunkSize: usualBytesMax });
}
