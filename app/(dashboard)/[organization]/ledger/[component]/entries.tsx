import Link from "next/link";
import { Fragment } from "react";
import { type MemberPage, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CopyField } from "@/app/_ui/copy-field";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, Row, RowLink, Table } from "@/app/_ui/table";
import { ExactTime } from "@/app/_ui/time";
import { formatInstant } from "@/lib/domain/time";
import { type ChainEntry, readChainEntries } from "@/lib/operations/chain-view";
import { Proof } from "./proof";
import { type LedgerQuery, ledgerPath } from "./view";

const pageSize = 25;
/** An entry opened by a link stands a few rows below the top. */
const rowsAbove = 3;

const columns = [
  { label: "Entry", numeric: true },
  { label: "Kind" },
  { label: "Source", wide: true },
  { label: "Says" },
  { label: "Effective", wide: true },
  { label: "Recorded", wide: true },
  { label: "Hash", wide: true },
];

type Props = { member: MemberPage; id: string; path: string; query: LedgerQuery };

/** The facts themselves, newest first; one of them open down to its proof. */
export async function Entries({ member, id, path, query }: Props) {
  const { seq, before, isZoomed, window, asOf } = query;
  const { entries, next, head } = await shown(
    readChainEntries(member.scope, {
      componentId: id,
      limit: pageSize,
      before: before ?? (seq === null ? null : seq + rowsAbove + 1),
      within: isZoomed && seq === null ? window : null,
      asOf,
    }),
  );
  const first = entries[0]?.seq ?? 0;
  const newest = head && before === null && first < head.seq && !isZoomed && asOf === null;
  return (
    <Section
      title={isZoomed && seq === null ? "Entries that begin or end in this stretch" : "Entries"}
      aside={entries.length > 0 ? <CsvButton table="entries" file={`${id}-entries.csv`} /> : null}
    >
      {entries.length === 0 ? (
        <Empty title="No entry here">
          {isZoomed
            ? "Nothing changed in this stretch. Zoom out to see what holds."
            : "Nothing is written yet."}
        </Empty>
      ) : (
        <Table label="Entries, newest first" id="entries" columns={columns}>
          {entries.map((entry) => (
            <Fragment key={entry.seq}>
              <Entry entry={entry} path={path} query={query} zone={member.zone} />
              {entry.seq === seq ? (
                <tr>
                  <td colSpan={columns.length} className="border-b bg-ground px-4 py-4">
                    <Proof member={member} id={id} seq={entry.seq} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          ))}
        </Table>
      )}
      <div className="mt-3 flex items-center justify-between gap-3 text-sm">
        <p className="text-ink-3">
          {head ? `The chain has ${head.seq} ${head.seq === 1 ? "entry" : "entries"}.` : ""}
        </p>
        <div className="flex items-center gap-3">
          {newest || before !== null ? (
            <Link href={ledgerPath(path, query, {})} scroll={false} className="text-ink-2 hover:underline">
              Newest
            </Link>
          ) : null}
          {next === null ? null : (
            <ButtonLink href={ledgerPath(path, query, { before: next })} scroll={false} rel="next">
              Older
            </ButtonLink>
          )}
        </div>
      </div>
    </Section>
  );
}

function Entry({
  entry,
  path,
  query,
  zone,
}: {
  entry: ChainEntry;
  path: string;
  query: LedgerQuery;
  zone: string;
}) {
  const isOpen = entry.seq === query.seq;
  const href = `${ledgerPath(path, query, { seq: isOpen ? null : entry.seq, before: query.before })}#entry-${entry.seq}`;
  return (
    <Row>
      <Cell numeric className="w-16">
        <span id={`entry-${entry.seq}`} className="block scroll-mt-16 font-mono text-xs">
          <RowLink href={href}>#{entry.seq}</RowLink>
        </span>
      </Cell>
      <Cell className="text-ink-2 first-letter:uppercase">{entry.kind}</Cell>
      <Cell wide className="max-w-52 truncate">
        {entry.sourceTitle}
      </Cell>
      <Cell>
        <Says entry={entry} />
      </Cell>
      <Cell wide className="py-1.5" csv={formatInstant(entry.effectiveFrom)}>
        <ExactTime at={entry.effectiveFrom} zone={zone} className="font-mono text-xs" />
        {entry.effectiveTo === null ? null : (
          <span className="block text-ink-3 text-xs">
            <span className="sr-only">until </span>
            <ExactTime at={entry.effectiveTo} zone={zone} className="font-mono" />
          </span>
        )}
      </Cell>
      <Cell wide csv={formatInstant(entry.recordedAt)}>
        <ExactTime at={entry.recordedAt} zone={zone} className="font-mono text-xs" />
      </Cell>
      <Cell wide csv={entry.hash} className="relative z-10">
        <CopyField value={entry.hash} shown={entry.hash.slice(0, 10)} label={`hash of entry ${entry.seq}`} />
      </Cell>
    </Row>
  );
}

/** What an entry says, in words: a state, a silence, a cause, a definition. */
function Says({ entry }: { entry: ChainEntry }) {
  const { state, cause, affectedRatio, definition, kind, supersedes } = entry;
  const labels = [
    cause === null ? "" : cause.replaceAll("_", " "),
    affectedRatio === null ? "" : `share ${affectedRatio}`,
    supersedes === null ? "" : `in place of #${supersedes}`,
  ].filter(Boolean);
  if (kind === "definition")
    return (
      <span>
        {definition === null ? "Made of nothing else" : `Made of ${definition.of.length} components`}
      </span>
    );
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {state === null ? (
        labels.length > 0 ? null : (
          <span className="text-ink-3">Says nothing more</span>
        )
      ) : (
        <StateLabel state={state} />
      )}
      {labels.length > 0 ? <span className="text-ink-2 text-xs">{labels.join(", ")}</span> : null}
    </span>
  );
}
