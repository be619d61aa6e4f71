import { Duration } from "@/app/_ui/duration";
import { ShortTime } from "@/app/_ui/short-time";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import type { Notice } from "@/lib/domain/notice";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { handedOver, noticeStateWords, noticeTitle, totalOf, troubleWords } from "./words";

const columns: readonly Column[] = [
  { label: "Told" },
  { label: "What" },
  { label: "State", wide: true },
  { label: "Handed over", numeric: true },
  { label: "First after", numeric: true, wide: true },
  { label: "Last after", numeric: true, wide: true },
  { label: "Trouble", wide: true },
];

/** Notices, newest first. */
export function NoticeTable({
  notices,
  path,
  now,
  zone,
}: {
  notices: readonly Notice[];
  path: string;
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Notices" id="notices" columns={columns}>
      {notices.map((notice) => (
        <Row key={notice.id}>
          <Cell className="text-ink-2" csv={formatInstant(notice.createdAt)}>
            <ShortTime at={notice.createdAt} now={now} zone={zone} />
          </Cell>
          <Cell className="w-full max-w-0 truncate">
            <RowLink href={`${path}/${notice.id}`}>{noticeTitle(notice)}</RowLink>
          </Cell>
          <Cell wide className="whitespace-nowrap text-ink-2">
            {noticeStateWords[notice.state]}
          </Cell>
          <Cell numeric className="whitespace-nowrap">
            {handedOver(notice.funnel).toLocaleString("en")} of {totalOf(notice.funnel).toLocaleString("en")}
          </Cell>
          <Cell numeric wide>
            <Since notice={notice} at={notice.firstSentAt} />
          </Cell>
          <Cell numeric wide>
            <Since notice={notice} at={notice.lastSentAt} />
          </Cell>
          <Cell wide className="max-w-56 truncate text-major">
            {troubleWords(notice.funnel)}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** From when the thing was noticed, or told, to `at`. */
export function Since({ notice, at }: { notice: Notice; at: Ms | null }) {
  if (at === null) return <span className="text-ink-3">—</span>;
  return <Duration lengthMs={Math.max(0, at - (notice.detectedAt ?? notice.createdAt))} />;
}
