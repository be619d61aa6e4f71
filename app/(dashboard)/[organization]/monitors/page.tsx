import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { Live } from "@/app/_ui/live";
import { PageHead } from "@/app/_ui/page-head";
import { checkTypes } from "@/lib/domain/check-settings";
import { type MonitorListInput, monitorListInput } from "@/lib/domain/monitor";
import { verdicts } from "@/lib/domain/verdict";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { listMonitors } from "@/lib/operations/monitors";
import { MonitorTable } from "./monitor-table";
import { typeWords, verdictWords } from "./words";

export const metadata: Metadata = { title: "Monitors" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function MonitorsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(monitorListInput, searchParams);
  const [{ items, nextCursor }, { components }] = await Promise.all([
    shown(listMonitors(scope, input, now)),
    readComponentChoices(scope),
  ]);
  const path = `/${organization.slug}/monitors`;
  const mayWrite = scope.grants.has("write");
  const query = queryOf(input);
  return (
    <>
      <Live />
      <PageHead
        title="Monitors"
        actions={
          mayWrite ? (
            <ButtonLink href={`${path}/new`} tone="primary">
              New monitor
            </ButtonLink>
          ) : null
        }
      >
        What is checked, how often, and what it said last.
      </PageHead>
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search name or target"
        aside={items.length > 0 ? <CsvButton table="monitors" file="monitors.csv" /> : null}
      >
        <Filters input={input} components={components} />
      </FilterBar>
      {items.length > 0 ? (
        <MonitorTable monitors={items} path={path} now={now} zone={zone} />
      ) : (
        <NoMonitors isFiltered={Object.values(query).some(Boolean)} path={path} mayWrite={mayWrite} />
      )}
      <Pager
        path={path}
        query={query}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "monitor" : "monitors"}
      />
    </>
  );
}

function Filters({
  input,
  components,
}: {
  input: MonitorListInput;
  components: readonly { id: string; name: string }[];
}) {
  const all = (label: string) => ({ value: "", label });
  return (
    <>
      <FilterSelect
        label="Verdict"
        name="verdict"
        value={input.verdict}
        options={[all("Any verdict"), ...verdicts.map((value) => ({ value, label: verdictWords[value] }))]}
      />
      <FilterSelect
        label="Type"
        name="type"
        value={input.type}
        options={[all("Any type"), ...checkTypes.map((value) => ({ value, label: typeWords[value] }))]}
      />
      <FilterSelect
        label="Component"
        name="component_id"
        value={input.component_id}
        options={[all("Any component"), ...components.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <FilterSelect
        label="Archived"
        name="archived"
        value={input.archived ? "true" : undefined}
        options={[all("Active"), { value: "true", label: "Archived" }]}
      />
    </>
  );
}

function NoMonitors({
  isFiltered,
  path,
  mayWrite,
}: {
  isFiltered: boolean;
  path: string;
  mayWrite: boolean;
}) {
  if (isFiltered)
    return (
      <Empty title="No monitor matches" action={<ButtonLink href={path}>Show all monitors</ButtonLink>}>
        Nothing has this name, target, verdict, type and component at once.
      </Empty>
    );
  return (
    <Empty
      title="Nothing is watched yet"
      action={
        mayWrite ? (
          <ButtonLink href={`${path}/new`} tone="primary">
            New monitor
          </ButtonLink>
        ) : null
      }
    >
      A monitor asks an address again and again, for example https://api.example.com/health every 60 seconds,
      and writes what it finds into its component’s ledger.
    </Empty>
  );
}

function queryOf(input: MonitorListInput): Record<string, string | undefined> {
  const { q, verdict, type, component_id, archived, cursor } = input;
  return { q, verdict, type, component_id, archived: archived ? "true" : undefined, cursor };
}
