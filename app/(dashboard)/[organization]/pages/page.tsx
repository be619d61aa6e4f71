import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { pageListInput, type StatusPage } from "@/lib/domain/page";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { listPages } from "@/lib/operations/pages";
import { basisWords, componentsWord } from "./words";

export const metadata: Metadata = { title: "Pages" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const columns: readonly Column[] = [
  { label: "Name" },
  { label: "Address" },
  { label: "Shows", wide: true },
  { label: "Tells", wide: true },
  { label: "Zone", wide: true },
  { label: "Changed", wide: true },
];

export default async function PagesPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(pageListInput, searchParams);
  const { items, nextCursor } = await shown(listPages(scope, input));
  const path = `/${organization.slug}/pages`;
  const create = scope.grants.has("write") ? (
    <ButtonLink href={`${path}/new`} tone="primary">
      New page
    </ButtonLink>
  ) : null;
  const archived = input.archived ? "true" : undefined;
  return (
    <>
      <PageHead title="Pages" actions={create}>
        What your customers see of your components.
      </PageHead>
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search name or address"
        aside={items.length > 0 ? <CsvButton table="pages" file="pages.csv" /> : null}
      >
        <FilterSelect
          label="Archived"
          name="archived"
          value={archived}
          options={[
            { value: "", label: "Published" },
            { value: "true", label: "Archived" },
          ]}
        />
      </FilterBar>
      {items.length > 0 ? (
        <PageTable pages={items} path={path} now={now} zone={zone} />
      ) : (
        <NoPages isFiltered={Boolean(input.q ?? archived)} path={path} create={create} />
      )}
      <Pager
        path={path}
        query={{ q: input.q, archived, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "page" : "pages"}
      />
    </>
  );
}

function PageTable({ pages, path, now, zone }: { pages: StatusPage[]; path: string; now: Ms; zone: string }) {
  return (
    <Table label="Pages" id="pages" columns={columns}>
      {pages.map((page) => (
        <Row key={page.id}>
          <Cell className="max-w-64 truncate">
            <RowLink href={`${path}/${page.id}`}>{page.name}</RowLink>
          </Cell>
          <Cell className="max-w-64 truncate font-mono text-ink-2 text-xs">
            {page.domain ?? `/status/${page.slug}`}
          </Cell>
          <Cell wide className="text-ink-2">
            {componentsWord(page)}
          </Cell>
          <Cell wide className="text-ink-2">
            {basisWords[page.basis].label}
          </Cell>
          <Cell wide className="text-ink-2">
            {page.timezone}
          </Cell>
          <Cell wide className="text-ink-2" csv={formatInstant(page.updatedAt)}>
            <Time at={page.updatedAt} now={now} zone={zone} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function NoPages({
  isFiltered,
  path,
  create,
}: {
  isFiltered: boolean;
  path: string;
  create: React.ReactNode;
}) {
  if (isFiltered)
    return (
      <Empty title="No page matches" action={<ButtonLink href={path}>Show all pages</ButtonLink>}>
        Nothing has this name or address.
      </Empty>
    );
  return (
    <Empty title="Nobody can look yet" action={create}>
      A page tells your customers what works and what does not, for example at /status/acme. It is published
      the moment it is made, and again with every change.
    </Empty>
  );
}
