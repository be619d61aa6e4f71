import type { NoticeSlots, RecipientSlots } from "@/lib/domain/notice";
import { type Reader, say } from "@/lib/render/told/say";
import { Action, Footnote, Frame, Heading, Paragraph } from "./frame";

type Slots = NoticeSlots["invitation"] & RecipientSlots["invitation"];

export function invitationSubject({ organization }: Pick<Slots, "organization">, reader: Reader): string {
  return say(reader, "invite_subject", { organization });
}

export function InvitationMail({ organization, role, invitedBy, link, reader }: Slots & { reader: Reader }) {
  const invited =
    invitedBy === null
      ? say(reader, "invite_you", { organization })
      : say(reader, "invite_by", { who: invitedBy, organization });
  return (
    <Frame reader={reader} preview={invited}>
      <Heading>{say(reader, "invite_heading", { organization })}</Heading>
      <Paragraph>
        {invited} {say(reader, "invite_body", { organization })}
      </Paragraph>
      <Paragraph>{say(reader, `role_${role}`)}</Paragraph>
      <Action href={link} showsAddress>
        {say(reader, "invite_action")}
      </Action>
      <Footnote>{say(reader, "invite_foot", { organization })}</Footnote>
    </Frame>
  );
}
