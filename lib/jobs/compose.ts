import type { DueDelivery } from "@/db/queries/delivery";
import type { SendableNotice } from "@/db/queries/notice";
import { type Reader, renderNote, renderShell } from "@/emails/render";
import { addressKey } from "@/lib/domain/address";
import type { ChatNote } from "@/lib/domain/chat-note";
import type { MailMessage } from "@/lib/domain/delivery";
import { templateRules } from "@/lib/domain/notice";
import { env } from "@/lib/env";
import { linksOf } from "@/lib/operations/recipient-links";
import { type CutMail, cutMail, fillMail } from "@/lib/render/mail";
import { open } from "@/lib/secret";

const shellsKept = 200;
const failureKeptMs = 10_000;
const shells = new Map<string, Promise<CutMail>>();

/** Everything of a mail but its words. */
type Envelope = Omit<MailMessage, "subject" | "html" | "text">;
/** A mail before its words are put together; `slots` are its recipient's own. */
export type Composed = { envelope: Envelope; cut: CutMail; slots: Readonly<Record<string, string>> };

/** What one recipient of a notice gets. Renders at most once per notice, language and time zone (RULES R7.3). */
export async function compose(delivery: DueDelivery, notice: SendableNotice): Promise<Composed> {
  const { organizationId, recipientId, template } = delivery;
  const slots = openSecrets(delivery);
  const links = linksOf({ organizationId, recipientId, template, slots, notice: notice.slots });
  return {
    envelope: envelopeOf(delivery, notice, links.unsubscribeUrl),
    cut: await shellFor(delivery, notice),
    slots: { ...slots, ...links.slots },
  };
}

export function messageOf({ envelope, cut, slots }: Composed): MailMessage {
  return { ...envelope, ...fillMail(cut, slots) };
}

/** The rendered mails of a notice in a worker's hands, by reader: a storm asks a thousand times a turn. */
const byReader = new WeakMap<SendableNotice, Map<string, Promise<CutMail>>>();

function shellFor(delivery: DueDelivery, notice: SendableNotice): Promise<CutMail> {
  const { template, locale, timezone } = delivery;
  const known = byReader.get(notice) ?? new Map<string, Promise<CutMail>>();
  byReader.set(notice, known);
  const reader = `${template} ${locale} ${timezone}`;
  const shell = known.get(reader) ?? sameShell(delivery, notice);
  known.set(reader, shell);
  return shell;
}

/** The same bytes for whoever reads alike, so that a storm is rendered once. */
function sameShell({ template, locale, timezone }: DueDelivery, { slots }: SendableNotice): Promise<CutMail> {
  const reader: Reader = { locale, timezone };
  const key = JSON.stringify([template, reader, slots]);
  const known = shells.get(key);
  if (known) return known;
  const made = renderShell(template, slots, reader).then(cutMail);
  shells.set(key, made);
  // What cannot be rendered is not tried anew for each of a hundred thousand.
  made.catch(() => setTimeout(() => shells.delete(key), failureKeptMs).unref());
  for (const oldest of shells.keys()) {
    if (shells.size <= shellsKept) break;
    shells.delete(oldest);
  }
  return made;
}

/** What a chat or a webhook is told; null where the template has nothing to say there. */
export function noteOf({ template, locale, timezone }: DueDelivery, notice: SendableNotice): ChatNote | null {
  return renderNote(template, notice.slots, { locale, timezone });
}

function openSecrets({ template, slots }: DueDelivery): Record<string, string> {
  const { secrets } = templateRules[template];
  if (secrets.length === 0) return slots;
  const opened = Object.entries(slots).map(([name, value]) => [
    name,
    secrets.includes(name) ? open(value) : value,
  ]);
  return Object.fromEntries(opened);
}

/** On the wire a domain is its A-label: not every server on the way reads another. */
function envelopeOf(delivery: DueDelivery, notice: SendableNotice, unsubscribeUrl: string | null): Envelope {
  const { id, organizationId, address } = delivery;
  const from = notice.from ?? env().emailFrom;
  return {
    ...{ id, organizationId, from, replyTo: notice.replyTo, to: addressKey(address) },
    headers: headersOf(id, domainOf(from), notice.threadId, unsubscribeUrl),
  };
}

/**
 * Says that nobody wrote this by hand, so that no holiday note comes back; which thread it belongs to, or that it
 * belongs to none; and how to be rid of the next one with one click (RFC 8058).
 */
function headersOf(id: string, domain: string, threadId: string | null, unsubscribeUrl: string | null) {
  const thread = `<${(threadId ?? "").replace(/[^\w.:-]/g, "")}@${domain}>`;
  return {
    "Auto-Submitted": "auto-generated",
    "Message-ID": `<${id}@${domain}>`,
    ...(threadId === null ? { "X-Entity-Ref-ID": id } : { "In-Reply-To": thread, References: thread }),
    ...(unsubscribeUrl === null
      ? {}
      : {
          "List-Unsubscribe": `<${unsubscribeUrl}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }),
  };
}

function domainOf(from: string): string {
  return /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
}
