import type { ChatNote } from "@/lib/domain/chat-note";
import type { OptIn } from "@/lib/domain/told";
import { type Reader, say, sayList } from "@/lib/render/told/say";
import { Action, Frame, Heading, Paragraph, Quiet } from "./frame";

type Slots = OptIn & { link: string };

export function optInSubject({ page, isKnown }: OptIn, reader: Reader): string {
  return say(reader, isKnown ? "known_subject" : "opt_in_subject", { page: page.name });
}

export function OptInMail({ reader, page, link, isKnown, ...wish }: Slots & { reader: Reader }) {
  const heading = say(reader, isKnown ? "known_heading" : "opt_in_heading", { page: page.name });
  return (
    <Frame look={page} reader={reader} preview={heading} speaker={{ name: page.name, url: page.url }}>
      <Heading look={page}>{heading}</Heading>
      <Paragraph look={page}>{asked(wish, isKnown, reader)}</Paragraph>
      <Action look={page} href={link} showsAddress>
        {say(reader, isKnown ? "known_action" : "opt_in_action")}
      </Action>
      {!isKnown && <Quiet look={page}>{say(reader, "opt_in_foot")}</Quiet>}
    </Frame>
  );
}

/** In a chat or a webhook the link stands in the message itself. */
export function optInNote(told: OptIn, reader: Reader): ChatNote {
  const { page, isKnown, hookLink } = told;
  return {
    title: say(reader, isKnown ? "known_heading" : "opt_in_heading", { page: page.name }),
    text: [asked(told, isKnown, reader), isKnown ? "" : say(reader, "opt_in_foot")].join("\n\n").trim(),
    url: hookLink,
    tone: "neutral",
    event: {
      type: isKnown ? "subscription.known" : "subscription.confirm",
      data: { page: { id: page.id, name: page.name, url: page.url }, confirm_url: hookLink },
    },
  };
}

function asked(
  { kinds, isFollowing }: Pick<OptIn, "kinds" | "isFollowing">,
  isKnown: boolean,
  reader: Reader,
) {
  if (isKnown) return say(reader, "known_body");
  const what = isFollowing
    ? say(reader, "this_incident")
    : sayList(
        reader,
        kinds.map((kind) => say(reader, `kind_${kind}`)),
      );
  return say(reader, "opt_in_body", { what });
}
