import type { Digest, RecipientDoors } from "@/lib/domain/told";
import {
  type Reader,
  say,
  sayDuration,
  sayInstant,
  sayPercent,
  sayPeriod,
  sayStatus,
  sayWindow,
} from "@/lib/render/told/say";
import { Action, Frame, Heading, Quiet } from "./frame";
import { paletteOf } from "./look";

export function digestSubject({ page, window }: Digest, reader: Reader): string {
  return say(reader, "digest_subject", { page: page.name, period: sayPeriod(reader, window) });
}

export function DigestMail({ reader, ...told }: Digest & RecipientDoors & { reader: Reader }) {
  const { page, window, incidents, maintenances, uptime, isCut, preferences, unsubscribe } = told;
  const reason = {
    words: say(reader, "because_subscribed", { page: page.name }),
    doors: { preferences, unsubscribe },
  };
  const titles = [...incidents, ...maintenances].map(({ title }) => title);
  return (
    <Frame
      look={page}
      reader={reader}
      preview={titles.slice(0, 3).join(" · ")}
      speaker={{ name: page.name, url: page.url }}
      reason={reason}
    >
      <Heading look={page}>{say(reader, "digest_heading")}</Heading>
      <Quiet look={page}>{sayWindow(reader, window)}</Quiet>
      <Section look={page} heading={say(reader, "kind_incident")} lines={incidentLines(told, reader)} />
      <Section look={page} heading={say(reader, "kind_maintenance")} lines={maintenanceLines(told, reader)} />
      <Section look={page} heading={say(reader, "row_uptime")} lines={uptimeLines(uptime, reader)} />
      {isCut && <Quiet look={page}>{say(reader, "digest_cut")}</Quiet>}
      <Action look={page} href={page.url}>
        {say(reader, "digest_action")}
      </Action>
    </Frame>
  );
}

type Line = { key: string; words: string; url: string | null; small: string };

function incidentLines({ page, incidents }: Digest, reader: Reader): Line[] {
  return incidents.map(({ id, title, status, startedAt, resolvedAt }) => {
    const when =
      resolvedAt === null
        ? say(reader, "since", { time: sayInstant(reader, startedAt) })
        : sayWindow(reader, { from: startedAt, to: resolvedAt });
    const small = `${sayStatus(reader, status)} · ${when}`;
    return { key: `${id} ${status}`, words: title, url: `${page.url}/incidents/${id}`, small };
  });
}

function maintenanceLines({ page, maintenances }: Digest, reader: Reader): Line[] {
  return maintenances.map(({ id, title, event, from, to }) => {
    const small = `${say(reader, `told_${event}`)} · ${sayWindow(reader, { from, to })}`;
    return { key: `${id} ${from}`, words: title, url: `${page.url}/maintenances/${id}`, small };
  });
}

function uptimeLines(uptime: Digest["uptime"], reader: Reader): Line[] {
  return uptime.map(({ name, percent, downMs }) => {
    const figure = percent === null ? say(reader, "none_yet") : sayPercent(reader, percent);
    const down = `${say(reader, "row_down")}: ${sayDuration(reader, downMs)}`;
    return { key: name, words: name, url: null, small: downMs === 0 ? figure : `${figure} · ${down}` };
  });
}

function Section({
  look,
  heading,
  lines,
}: {
  look: Digest["page"];
  heading: string;
  lines: readonly Line[];
}) {
  if (lines.length === 0) return null;
  const { ink, soft, line, link } = paletteOf(look);
  const title = { margin: "24px 0 4px", fontSize: 13, lineHeight: "20px", fontWeight: 600, color: soft };
  const row = {
    margin: 0,
    padding: "8px 0",
    borderTop: `1px solid ${line}`,
    fontSize: 14,
    lineHeight: "20px",
  };
  return (
    <>
      <h2 className="ink-2" style={title}>
        {heading}
      </h2>
      {lines.map(({ key, words, url, small }) => (
        <p key={key} className="ink line" style={{ ...row, color: ink }}>
          {url === null ? (
            words
          ) : (
            <a
              className="link"
              dir="auto"
              href={url}
              style={{ color: link, textDecoration: "none", fontWeight: 500 }}
            >
              {words}
            </a>
          )}
          <br />
          <span className="ink-2" style={{ fontSize: 13, color: soft }}>
            {small}
          </span>
        </p>
      ))}
    </>
  );
}
