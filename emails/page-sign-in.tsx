import type { NoticeSlots, RecipientSlots } from "@/lib/domain/notice";
import type { GateWord } from "@/lib/render/gate/en";
import { gateWord } from "@/lib/render/gate-words";
import type { Reader } from "@/lib/render/told/say";
import { Action, Frame, Heading, Paragraph, Quiet } from "./frame";

type Slots = NoticeSlots["page_sign_in"] & RecipientSlots["page_sign_in"];

/** Opens the gate of a page for whoever owns the mailbox. */
export function PageSignInMail({ page, link, reader }: Slots & { reader: Reader }) {
  const word = (name: GateWord) => gateWord(reader.locale, name, { page: page.name });
  const speaker = { name: page.name, url: page.url };
  return (
    <Frame look={page} reader={reader} preview={word("mail_preview")} speaker={speaker}>
      <Heading look={page}>{word("mail_subject")}</Heading>
      <Paragraph look={page}>{word("mail_text")}</Paragraph>
      <Action look={page} href={link} showsAddress>
        {word("open")}
      </Action>
      <Quiet look={page}>{word("mail_footnote")}</Quiet>
    </Frame>
  );
}
