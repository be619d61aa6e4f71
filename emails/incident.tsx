import type { ChatNote } from "@/lib/domain/chat-note";
import { formatInstant } from "@/lib/domain/time";
import type { RecipientDoors, ToldIncident, ToldPostmortem } from "@/lib/domain/told";
import { markdownExcerpt, markdownToText } from "@/lib/render/markdown";
import {
  type Reader,
  say,
  sayDuration,
  sayInstant,
  sayState,
  sayStatus,
  sayWindow,
} from "@/lib/render/told/say";
import { Action, Frame, Heading, Quiet, Words } from "./frame";
import { StateList } from "./state-list";

/** The same for every word of an incident, so that mail programs show them as one thread. */
export function incidentSubject({ page, incident }: ToldIncident | ToldPostmortem): string {
  return `[${page.name}] ${incident.title}`;
}

export function IncidentMail({ reader, ...told }: ToldIncident & RecipientDoors & { reader: Reader }) {
  const { page, incident, update, components, preferences, unsubscribe } = told;
  const status = sayStatus(reader, update.status);
  const reason = {
    words: say(reader, "because_subscribed", { page: page.name }),
    doors: { preferences, unsubscribe },
  };
  return (
    <Frame
      look={page}
      reader={reader}
      preview={previewOf(status, update.body)}
      speaker={{ name: page.name, url: page.url }}
      reason={reason}
    >
      <Heading look={page}>{incident.title}</Heading>
      <Quiet look={page}>
        <strong>{status}</strong>
        {" · "}
        {lastedOf(incident, reader)}
        {" · "}
        {say(reader, "posted", { time: sayInstant(reader, update.at) })}
      </Quiet>
      <Words look={page} markdown={update.body} />
      {update.nextUpdateAt !== null && (
        <Quiet look={page}>
          {say(reader, "next_update", { time: sayInstant(reader, update.nextUpdateAt) })}
        </Quiet>
      )}
      <StateList look={page} reader={reader} components={components} />
      <Action look={page} href={incidentUrl(told)}>
        {say(reader, "see_incident")}
      </Action>
    </Frame>
  );
}

/** "Since 20 Nov 2026, 14:03 CET", or from when to when and how long that was. */
function lastedOf({ startedAt, resolvedAt }: ToldPostmortem["incident"], reader: Reader): string {
  if (resolvedAt === null) return say(reader, "since", { time: sayInstant(reader, startedAt) });
  const window = sayWindow(reader, { from: startedAt, to: resolvedAt });
  return `${window} (${sayDuration(reader, resolvedAt - startedAt)})`;
}

const previewLength = 140;

/** The title stands in the subject already: lists show where it stands and how the words begin. */
function previewOf(status: string, markdown: string): string {
  const words = markdownExcerpt(markdown, previewLength);
  return words === "" ? status : `${status}: ${words}`;
}

const tones = { investigating: "bad", identified: "bad", monitoring: "warning", resolved: "good" } as const;

export function incidentNote(told: ToldIncident, reader: Reader): ChatNote {
  const { page, incident, update, components } = told;
  const status = sayStatus(reader, update.status);
  const affected = components.map(({ name, state }) => `${name}: ${sayState(reader, state)}`);
  return {
    title: `${page.name} – ${status}: ${incident.title}`,
    text: [markdownToText(update.body), affected.join("\n")].filter((part) => part !== "").join("\n\n"),
    url: incidentUrl(told),
    tone: tones[update.status],
    event: { type: "incident.updated", data: incidentData(told) },
  };
}

function incidentUrl({ page, incident }: { page: { url: string }; incident: { id: string } }): string {
  return `${page.url}/incidents/${incident.id}`;
}

function incidentData({ page, incident, update, components }: ToldIncident) {
  const { id, title, impact, startedAt, resolvedAt } = incident;
  return {
    page: { id: page.id, name: page.name, url: page.url },
    incident: {
      ...{ id, title, impact, url: incidentUrl({ page, incident }), status: update.status },
      started_at: formatInstant(startedAt),
      resolved_at: resolvedAt === null ? null : formatInstant(resolvedAt),
    },
    update: { status: update.status, body: update.body, posted_at: formatInstant(update.at) },
    components,
  };
}

export function PostmortemMail({ reader, ...told }: ToldPostmortem & RecipientDoors & { reader: Reader }) {
  const { page, incident, body, preferences, unsubscribe } = told;
  const reason = {
    words: say(reader, "because_subscribed", { page: page.name }),
    doors: { preferences, unsubscribe },
  };
  return (
    <Frame
      look={page}
      reader={reader}
      preview={previewOf(say(reader, "status_postmortem"), body)}
      speaker={{ name: page.name, url: page.url }}
      reason={reason}
    >
      <Heading look={page}>{incident.title}</Heading>
      <Quiet look={page}>
        <strong>{say(reader, "status_postmortem")}</strong>
        {" · "}
        {lastedOf(incident, reader)}
      </Quiet>
      <Words look={page} markdown={body} />
      <Action look={page} href={incidentUrl(told)}>
        {say(reader, "read_postmortem")}
      </Action>
    </Frame>
  );
}

export function postmortemNote(told: ToldPostmortem, reader: Reader): ChatNote {
  const { page, incident, body } = told;
  return {
    title: `${page.name} – ${say(reader, "status_postmortem")}: ${incident.title}`,
    text: markdownToText(body),
    url: incidentUrl(told),
    tone: "neutral",
    event: {
      type: "postmortem.published",
      data: {
        page: { id: page.id, name: page.name, url: page.url },
        incident: { id: incident.id, title: incident.title, url: incidentUrl(told) },
        body,
      },
    },
  };
}
