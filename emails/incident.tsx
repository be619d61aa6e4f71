import type { ChatNote } from "@/lib/domain/chat-note";
import { formatInstant } from "@/lib/domain/time";
import type { RecipientDoors, ToldIncident, ToldPostmortem } from "@/lib/domain/told";
import { markdownToText } from "@/lib/render/markdown";
import { type Reader, say, sayInstant } from "@/lib/render/told/say";
import { Action, Frame, Heading, Quiet, Words } from "./frame";
import { StateList } from "./state-list";

/** The same for every word of an incident, so that mail programs show them as one thread. */
export function incidentSubject({ page, incident }: ToldIncident | ToldPostmortem): string {
  return `[${page.name}] ${incident.title}`;
}

export function IncidentMail({ reader, ...told }: ToldIncident & RecipientDoors & { reader: Reader }) {
  const { page, incident, update, components, preferences, unsubscribe } = told;
  const status = say(reader, `status_${update.status}`);
  const since = say(reader, "since", { time: sayInstant(reader, incident.startedAt) });
  const reason = {
    words: say(reader, "because_subscribed", { page: page.name }),
    doors: { preferences, unsubscribe },
  };
  return (
    <Frame
      look={page}
      reader={reader}
      preview={`${status}: ${incident.title}`}
      speaker={{ name: page.name, url: page.url }}
      reason={reason}
    >
      <Heading look={page}>{incident.title}</Heading>
      <Quiet look={page}>
        <strong>{status}</strong>
        {" · "}
        {say(reader, "posted", { time: sayInstant(reader, update.at) })}
        {" · "}
        {since}
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

const tones = { investigating: "bad", identified: "bad", monitoring: "warning", resolved: "good" } as const;

export function incidentNote(told: ToldIncident, reader: Reader): ChatNote {
  const { page, incident, update, components } = told;
  const status = say(reader, `status_${update.status}`);
  const affected = components.map(({ name, state }) => `${name}: ${say(reader, `state_${state}`)}`);
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
      preview={`${say(reader, "status_postmortem")}: ${incident.title}`}
      speaker={{ name: page.name, url: page.url }}
      reason={reason}
    >
      <Heading look={page}>{incident.title}</Heading>
      <Quiet look={page}>
        <strong>{say(reader, "status_postmortem")}</strong>
        {" · "}
        {incident.resolvedAt === null
          ? say(reader, "since", { time: sayInstant(reader, incident.startedAt) })
          : say(reader, "from_to", {
              from: sayInstant(reader, incident.startedAt),
              to: sayInstant(reader, incident.resolvedAt),
            })}
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
