import type { NoticeSlots, RecipientSlots } from "@/lib/domain/notice";
import { Action, Footnote, Frame, Heading, Paragraph } from "./frame";

type Slots = NoticeSlots["staff_alert"] & RecipientSlots["staff_alert"];

export function staffAlertSubject({ kind, title }: Pick<Slots, "kind" | "title">): string {
  if (kind === "resolve") return `Resolved: ${title}`;
  return kind === "acknowledge" ? `Acknowledged: ${title}` : title;
}

export function StaffAlertMail({ kind, title, text, organization, url, link }: Slots) {
  const isAsking = kind === "trigger" || kind === "update";
  return (
    <Frame preview={text} speaker={{ name: organization, url: null }}>
      <Heading>{staffAlertSubject({ kind, title })}</Heading>
      <Paragraph>{text}</Paragraph>
      <Action href={isAsking ? link : url} showsAddress>
        {isAsking ? "Acknowledge" : "Open"}
      </Action>
      {isAsking && (
        <Footnote>
          Unless somebody acknowledges it, the next people on its route are called. All of it: {url}
        </Footnote>
      )}
    </Frame>
  );
}
