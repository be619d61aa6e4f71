import type { ChatNote } from "@/lib/domain/chat-note";
import { formatInstant } from "@/lib/domain/time";
import type { RecipientDoors, ToldMaintenance } from "@/lib/domain/told";
import { markdownToText } from "@/lib/render/markdown";
import { type Reader, say, sayList, sayWindow } from "@/lib/render/told/say";
import { Action, Frame, Heading, Paragraph, Quiet, Words } from "./frame";

export function maintenanceSubject({ page, maintenance }: ToldMaintenance): string {
  return `[${page.name}] ${maintenance.title}`;
}

export function MaintenanceMail({ reader, ...told }: ToldMaintenance & RecipientDoors & { reader: Reader }) {
  const { page, event, maintenance, body, components, preferences, unsubscribe } = told;
  const what = say(reader, `told_${event}`);
  const reason = {
    words: say(reader, "because_subscribed", { page: page.name }),
    doors: { preferences, unsubscribe },
  };
  return (
    <Frame
      look={page}
      reader={reader}
      preview={`${what}: ${windowOf(told, reader)}`}
      speaker={{ name: page.name, url: page.url }}
      reason={reason}
    >
      <Heading look={page}>{maintenance.title}</Heading>
      <Quiet look={page}>
        <strong>{what}</strong>
        {" · "}
        {windowOf(told, reader)}
      </Quiet>
      <Words look={page} markdown={body} />
      {components.length > 0 && (
        <Paragraph look={page}>
          {say(reader, "affected")}: {sayList(reader, components)}
        </Paragraph>
      )}
      <Action look={page} href={maintenanceUrl(told)}>
        {say(reader, "see_maintenance")}
      </Action>
    </Frame>
  );
}

export function maintenanceNote(told: ToldMaintenance, reader: Reader): ChatNote {
  const { page, event, maintenance, body, components } = told;
  const { id, title, from, to } = maintenance;
  return {
    title: `${page.name} – ${say(reader, `told_${event}`)}: ${title}`,
    text: [windowOf(told, reader), markdownToText(body), sayList(reader, components)]
      .filter((part) => part !== "")
      .join("\n\n"),
    url: maintenanceUrl(told),
    tone: event === "completed" || event === "cancelled" ? "good" : "neutral",
    event: {
      type: `maintenance.${event}`,
      data: {
        page: { id: page.id, name: page.name, url: page.url },
        maintenance: {
          id,
          title,
          url: maintenanceUrl(told),
          from: formatInstant(from),
          to: formatInstant(to),
        },
        body,
        components,
      },
    },
  };
}

function windowOf({ maintenance: { from, to } }: ToldMaintenance, reader: Reader): string {
  return sayWindow(reader, { from, to });
}

function maintenanceUrl({ page, maintenance }: ToldMaintenance): string {
  return `${page.url}/maintenances/${maintenance.id}`;
}
