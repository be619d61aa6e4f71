import type { RecipientSlots } from "@/lib/domain/notice";
import { type Reader, say } from "@/lib/render/told/say";
import { Action, Footnote, Frame, Heading, Paragraph } from "./frame";

export function signInSubject(reader: Reader): string {
  return say(reader, "sign_in_subject");
}

export function SignInMail({ link, reader }: RecipientSlots["sign_in"] & { reader: Reader }) {
  return (
    <Frame reader={reader} preview={say(reader, "sign_in_preview")}>
      <Heading>{say(reader, "sign_in_heading")}</Heading>
      <Paragraph>{say(reader, "sign_in_body")}</Paragraph>
      <Action href={link} showsAddress>
        {say(reader, "sign_in_action")}
      </Action>
      <Footnote>{say(reader, "sign_in_foot")}</Footnote>
    </Frame>
  );
}
