import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { Live } from "@/app/_ui/live";
import { PageHead } from "@/app/_ui/page-head";
import { type IncidentListInput, impacts, incidentListInput, incidentStatuses } from "@/lib/domain/incident";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { listIncidents } from "@/lib/operations/incidents";
import { IncidentTable } from "./incident-table";
import { IncidentTabs } from "./incident-tabs";
import { impactWords, statusWords } from "./words";

export const metadata: Metadata = { title: "Incidents" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function IncidentsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(incidentListInput, searchParams);
  const [{ items, nextCursor }, { components }] = await Promise.all([
    shown(listIncidents(scope, input)),
    readComponentChoices(scope),
  ]);
  const path = `/${organization.slug}/incidents`;
  const mayWrite = scope.grants.has("write");
  const query = queryOf(input);
  return (
    <>
      <Live />
      <PageHead
        title="Incidents"
        actions={
          mayWrite ? (
            <ButtonLink href={`${path}/new`} tone="primary">
              New incident
            </ButtonLink>
          ) : null
        }
      >
        What was wrong, what was said about it, and what was learned.
      </PageHead>
      <IncidentTabs path={path} current="" mayWrite={mayWrite} />
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search title or words"
        aside={items.length > 0 ? <CsvButton table="incidents" file="incidents.csv" /> : null}
      >
        <Filters input={input} components={components} />
      </FilterBar>
      {items.length > 0 ? (
        <IncidentTable incidents={items} path={path} now={now} zone={zone} />
      ) : (
        <NoIncidents isFiltered={Object.values(query).some(Boolean)} path={path} mayWrite={mayWrite} />
      )}
      <Pager
        path={path}
        query={query}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "incident" : "incidents"}
      />
    </>
  );
}

function Filters({
  input,
  components,
}: {
  input: IncidentListInput;
  components: readonly { id: string; name: string }[];
}) {
  const all = (label: string) => ({ value: "", label });
  const draft = input.draft === undefined ? undefined : String(input.draft);
  return (
    <>
      <FilterSelect
        label="Status"
        name="status"
        value={input.status}
        options={[
          all("Any status"),
          { value: "open", label: "Open" },
          ...incidentStatuses.map((value) => ({ value, label: statusWords[value] })),
        ]}
      />
      <FilterSelect
        label="Impact"
        name="impact"
        value={input.impact}
        options={[all("Any impact"), ...impacts.map((value) => ({ value, label: impactWords[value] }))]}
      />
      <FilterSelect
        label="Component"
        name="component"
        value={input.component}
        options={[all("Any component"), ...components.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <FilterSelect
        label="Drafts"
        name="draft"
        value={draft}
        options={[
          all("Drafts and published"),
          { value: "true", label: "Drafts" },
          { value: "false", label: "Published" },
        ]}
      />
      <FilterSelect
        label="Archived"
        name="archived"
        value={input.archived ? "true" : undefined}
        options={[all("Current"), { value: "true", label: "Archived" }]}
      />
    </>
  );
}

function NoIncidents({
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
      <Empty title="No incident matches" action={<ButtonLink href={path}>Show all incidents</ButtonLink>}>
        Nothing has these words, status, impact and component at once.
      </Empty>
    );
  return (
    <Empty
      title="Nothing has happened yet"
      action={
        mayWrite ? (
          <ButtonLink href={`${path}/new`} tone="primary">
            New incident
          </ButtonLink>
        ) : null
      }
    >
      When a check confirms an outage, a draft appears here with the facts filled in: what, where, since when.
      You publish it with one key. For example: “Checkout is down. About 1 in 5 payments fail since 14:03.”
    </Empty>
  );
}

function queryOf(input: IncidentListInput): Record<string, string | undefined> {
  const { q, status, impact, component, draft, archived, cursor } = input;
  const flags = {
    draft: draft === undefined ? undefined : String(draft),
    archived: archived ? "true" : undefined,
  };
  return { q, status, impact, component, ...flags, cursor };
}
