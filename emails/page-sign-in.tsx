import type { NoticeSlots, RecipientSlots } from "@/lib/domain/notice";
import { gateWord } from "@/lib/render/gate-words";
import { Action, Footnote, Heading, Layout, Paragraph } from "./layout";

type Slots = NoticeSlots["page_sign_in"] & RecipientSlots["page_sign_in"];

/** Opens the gate of a page for whoever owns the mailbox. */
export function PageSignInMail({ page, link, reader }: Slots & { reader: { locale: string } }) {
  const word = (name: Parameters<typeof gateWord>[1]) => gateWord(reader.locale, name, { page });
  return (
    <Layout reader={reader} preview={word("mail_preview")}>
      <Heading>{word("mail_subject")}</Heading>
      <Paragraph>{word("mail_text")}</Paragraph>
      <Action href={link}>{word("open")}</Action>
      <Footnote>{word("mail_footnote")}</Footnote>
    </Layout>
  );
}
