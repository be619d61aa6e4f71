import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { ExactTime } from "@/app/_ui/time";
import { pageInput } from "@/lib/domain/input";
import { getProvider, listReadings } from "@/lib/operations/provider-sources";

export const metadata: Metadata = { title: "Readings" };

type Props = { params: Promise<{ organization: string; provider: string }>; searchParams: Search };

const columns: readonly Column[] = [
  { label: "Reading" },
  { label: "State" },
  { label: "We read it" },
  { label: "They date it", wide: true },
  { label: "Open incidents", numeric: true, wide: true },
  { label: "Components in trouble", numeric: true, wide: true },
];

export default async function ReadingsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const { provider: id } = await params;
  const input = await readSearch(pageInput, searchParams);
  const [provider, { items, nextCursor }] = await Promise.all([
    shown(getProvider(scope, id, now)),
    shown(listReadings(scope, { id, ...input })),
  ]);
  const path = `/${organization.slug}/providers/${id}/readings`;
  return (
    <>
      <PageHead
        title="Readings"
        crumb={{ label: provider.name, href: `/${organization.slug}/providers/${id}` }}
      >
        Every distinct word of theirs, with both times. They may rewrite their history; these stay.
      </PageHead>
      <Table label="Readings" id="readings" columns={columns}>
        {items.map((row) => (
          <Row key={row.seq}>
            <Cell>
              <RowLink href={`${path}/${row.seq}`}>No. {row.seq}</RowLink>
            </Cell>
            <Cell>
              <StateLabel state={row.overall} />
            </Cell>
            <Cell className="text-ink-2">
              <ExactTime at={row.recordedAt} zone={zone} />
            </Cell>
            <Cell wide className="text-ink-2">
              {row.saidAt === null ? "Not said" : <ExactTime at={row.saidAt} zone={zone} />}
            </Cell>
            <Cell numeric wide>
              {row.openIncidents}
            </Cell>
            <Cell numeric wide>
              {row.troubled}
            </Cell>
          </Row>
        ))}
      </Table>
      <Pager
        path={path}
        query={{ cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "reading" : "readings"}
      />
    </>
  );
}
