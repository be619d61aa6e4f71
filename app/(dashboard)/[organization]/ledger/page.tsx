import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CopyField } from "@/app/_ui/copy-field";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { Cell, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { chainListInput } from "@/lib/domain/chain-list";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { type ChainRow, listChains } from "@/lib/operations/chain-view";
import { VerifyButton } from "./verify-button";

export const metadata: Metadata = { title: "Ledger" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const columns = [
  { label: "Component" },
  { label: "Entries", numeric: true },
  { label: "Last entry", wide: true },
  { label: "Head", wide: true },
  { label: "In a checkpoint", numeric: true, wide: true },
  { label: "Verified" },
];

export default async function LedgerPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(chainListInput, searchParams);
  const { items, nextCursor } = await shown(listChains(scope, input));
  const path = `/${organization.slug}/ledger`;
  const names = Object.fromEntries(items.map((chain) => [chain.componentId, chain.name]));
  return (
    <>
      <PageHead
        title="Ledger"
        actions={<ButtonLink href={`${path}/export.ndjson`}>Download NDJSON</ButtonLink>}
      >
        One chain of facts for each component. Nothing in it is ever edited; what was wrong is corrected on
        top.
      </PageHead>
      <VerifyButton organization={organization.slug} names={names} />
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search components"
        aside={items.length > 0 ? <CsvButton table="chains" file="ledger-chains.csv" /> : null}
      />
      {items.length === 0 ? (
        <Empty title={input.q ? "No chain matches" : "Nothing is written yet"}>
          A chain begins with the first verdict of a monitor, the first import of history, or the first word
          of a person about a component.
        </Empty>
      ) : (
        <Chains chains={items} path={path} now={now} zone={zone} />
      )}
      <Pager
        path={path}
        query={{ q: input.q, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun="chains"
      />
    </>
  );
}

function Chains({
  chains,
  path,
  now,
  zone,
}: {
  chains: readonly ChainRow[];
  path: string;
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Chains" id="chains" columns={columns}>
      {chains.map((chain) => (
        <Row key={chain.componentId}>
          <Cell csv={chain.name}>
            <RowLink href={`${path}/${chain.componentId}`}>{chain.name}</RowLink>
            {chain.archivedAt === null ? null : <span className="ml-2 text-ink-3 text-xs">Archived</span>}
          </Cell>
          <Cell numeric>{chain.seq}</Cell>
          <Cell wide csv={formatInstant(chain.recordedAt)}>
            <Time at={chain.recordedAt} now={now} zone={zone} />
          </Cell>
          <Cell wide csv={chain.hash} className="relative z-10">
            <CopyField
              value={chain.hash}
              shown={chain.hash.slice(0, 12)}
              label={`head hash of ${chain.name}`}
            />
          </Cell>
          <Cell numeric wide>
            {chain.sealedSeq === null ? "–" : `to #${chain.sealedSeq}`}
          </Cell>
          <Cell csv={chain.finding ?? (chain.scrubbedAt === null ? "" : "good")}>
            {chain.finding ? (
              <span className="font-medium text-major">{chain.finding}</span>
            ) : chain.scrubbedAt === null ? (
              <span className="text-ink-3">Not yet</span>
            ) : (
              <Time at={chain.scrubbedAt} now={now} zone={zone} />
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
