import Link from "next/link";
import { ShortTime } from "@/app/_ui/short-time";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import type { AuditRecord } from "@/lib/domain/audit-log";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { type ActorNames, actorName } from "./actors";
import { actionWords, type Change, changesLine, changesOf, objectName, objectPath } from "./changes";

const columns: readonly Column[] = [
  { label: "When" },
  { label: "Who", wide: true },
  { label: "What" },
  { label: "Object", wide: true },
  { label: "Change", wide: true },
];

/** Acts, newest first; each opens to what was before and after. */
export function AuditTable({
  records,
  names,
  organization,
  now,
  zone,
}: {
  records: readonly AuditRecord[];
  names: ActorNames;
  organization: string;
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Audit log" id="audit" columns={columns}>
      {records.map((record) => {
        const changes = changesOf(record);
        return (
          <Row key={record.id}>
            <Cell className="py-2 align-top text-ink-2" csv={formatInstant(record.at)}>
              <ShortTime at={record.at} now={now} zone={zone} />
            </Cell>
            <Cell wide className="max-w-48 truncate py-2 align-top">
              {actorName(names, record.actor)}
            </Cell>
            <Cell
              className="py-2 align-top max-md:w-full max-md:max-w-0 md:whitespace-nowrap"
              csv={record.action}
            >
              {actionWords(record.action)}
              <div className="md:hidden">
                <p className="truncate text-ink-3">{actorName(names, record.actor)}</p>
                <Changes changes={changes} />
              </div>
            </Cell>
            <Cell wide className="max-w-44 truncate py-2 align-top" csv={record.objectId}>
              <ObjectId record={record} organization={organization} />
            </Cell>
            <Cell wide className="w-full max-w-0 py-2 align-top" csv={changesLine(changes)}>
              <Changes changes={changes} />
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function ObjectId({ record, organization }: { record: AuditRecord; organization: string }) {
  const path = objectPath(organization, record);
  const name = objectName(record);
  const short = name ?? shortened(record.objectId);
  const look = name === null ? "font-mono text-xs" : "";
  if (path === null)
    return (
      <span className={look} title={record.objectId}>
        {short}
      </span>
    );
  return (
    <Link
      href={path}
      title={record.objectId}
      className={`${look} underline decoration-line-strong hover:decoration-ink`}
    >
      {short}
    </Link>
  );
}

/** An id by its kind and its end; a short one as it is. */
function shortened(id: string): string {
  return id.length > 16 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id;
}

function Changes({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <span className="text-ink-3">—</span>;
  return (
    <details>
      <summary className="truncate text-ink-2 hover:text-ink">{changesLine(changes)}</summary>
      <dl className="mt-2 mb-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-xs">
        {changes.map(({ name, before, after }) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="whitespace-pre-wrap break-words">
              {before === null ? null : (
                <del className="block text-ink-2 no-underline">
                  <span aria-hidden="true">− </span>
                  <span className="sr-only">before: </span>
                  {before}
                </del>
              )}
              {after === null ? null : (
                <ins className="block no-underline">
                  <span aria-hidden="true">+ </span>
                  <span className="sr-only">after: </span>
                  {after}
                </ins>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
