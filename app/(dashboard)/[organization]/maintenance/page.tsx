import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { type MaintenanceView, maintenanceListInput } from "@/lib/domain/maintenance";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { listMaintenances } from "@/lib/operations/maintenances";
import { Views } from "./views";
import { WindowTime } from "./window";
import { repeatWord, StatusLabel } from "./words";

export const metadata: Metadata = { title: "Maintenance" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const columns: readonly Column[] = [
  { label: "Title" },
  { label: "Status" },
  { label: "When", wide: true },
  { label: "Repeats", wide: true },
  { label: "Components", wide: true, numeric: true },
];

export default async function MaintenancesPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(maintenanceListInput, searchParams);
  const { items, nextCursor } = await shown(listMaintenances(scope, input, now));
  const path = `/${organization.slug}/maintenance`;
  const create = scope.grants.has("write") ? (
    <ButtonLink href={`${path}/new`} tone="primary">
      Plan maintenance
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHead title="Maintenance" actions={create}>
        Work you announce beforehand. It begins and ends by itself; checks go on meanwhile.
      </PageHead>
      <Views path={path} current="list" />
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search title or text"
        aside={items.length > 0 ? <CsvButton table="maintenances" file="maintenance.csv" /> : null}
      >
        <FilterSelect
          label="When"
          name="when"
          value={input.when}
          options={[
            { value: "", label: "Any time" },
            { value: "upcoming", label: "Running or to come" },
            { value: "past", label: "Over" },
          ]}
        />
      </FilterBar>
      {items.length > 0 ? (
        <MaintenanceTable items={items} path={path} now={now} zone={zone} />
      ) : (
        <Nothing isFiltered={Boolean(input.q ?? input.when)} path={path} create={create} />
      )}
      <Pager
        path={path}
        query={{ q: input.q, when: input.when, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "maintenance" : "maintenances"}
      />
    </>
  );
}

function MaintenanceTable({
  items,
  path,
  now,
  zone,
}: {
  items: MaintenanceView[];
  path: string;
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Maintenance" id="maintenances" columns={columns}>
      {items.map(({ id, title, current, isOverrun, rrule, from, timezone, componentIds }) => (
        <Row key={id}>
          <Cell className="max-w-64 truncate">
            <RowLink href={`${path}/${id}`}>{title}</RowLink>
          </Cell>
          <Cell csv={current.status}>
            <StatusLabel status={current.status} isOverrun={isOverrun} />
          </Cell>
          <Cell wide csv={`${formatInstant(current.from)}/${formatInstant(current.to)}`}>
            <WindowTime from={current.from} to={current.to} zone={zone} now={now} />
          </Cell>
          <Cell wide className="text-ink-2" csv={rrule ?? ""}>
            {repeatWord(rrule, from, timezone)}
          </Cell>
          <Cell wide numeric>
            {componentIds.length}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Nothing({
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
      <Empty title="No maintenance matches" action={<ButtonLink href={path}>Show all of it</ButtonLink>}>
        Nothing has these words or lies then.
      </Empty>
    );
  return (
    <Empty title="Nothing is planned" action={create}>
      Announce work before it happens: your page shows it, subscribers are told, and contracts that leave
      announced maintenance out count its notice from that moment.
    </Empty>
  );
}
