import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { Live } from "@/app/_ui/live";
import { PageHead } from "@/app/_ui/page-head";
import { type ComponentListInput, componentListInput } from "@/lib/domain/component";
import { type State, states, stateWords } from "@/lib/domain/state";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { listComponents } from "@/lib/operations/components";
import { ComponentTable } from "./component-table";

export const metadata: Metadata = { title: "Components" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function ComponentsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const given = await searchParams;
  const state = states.find((known) => known === given.state);
  // States are folded, not stored: a filter by state looks through the longest page there is.
  const input = await readSearch(componentListInput, searchParams, state ? { limit: "200" } : {});
  const [{ items, nextCursor }, { groups }] = await Promise.all([
    shown(listComponents(scope, input, now)),
    readComponentChoices(scope),
  ]);
  const matching = state ? items.filter((component) => component.state === state) : items;
  const path = `/${organization.slug}/components`;
  const mayWrite = scope.grants.has("write");
  const query = queryOf(input, state);
  return (
    <>
      <Live everyMs={30_000} />
      <PageHead
        title="Components"
        actions={
          mayWrite ? (
            <ButtonLink tone="primary" href={`${path}/new`}>
              New component
            </ButtonLink>
          ) : null
        }
      >
        The parts of your service that customers know by name. Each has a ledger of its own.
      </PageHead>
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search components"
        aside={matching.length > 0 ? <CsvButton table="components" file="components.csv" /> : null}
      >
        <Filters input={input} state={state} groups={groups} />
      </FilterBar>
      {matching.length > 0 ? (
        <ComponentTable components={matching} path={path} now={now} zone={zone} />
      ) : (
        <NoComponents isFiltered={Object.values(query).some(Boolean)} path={path} mayWrite={mayWrite} />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} shown={matching.length} noun="components" />
    </>
  );
}

function queryOf(input: ComponentListInput, state: State | undefined): Record<string, string | undefined> {
  const { q, group, cursor, archived } = input;
  return { q, group, cursor, state, archived: archived ? "true" : undefined };
}

function Filters({
  input,
  state,
  groups,
}: {
  input: ComponentListInput;
  state: State | undefined;
  groups: readonly string[];
}) {
  const all = (label: string) => ({ value: "", label });
  return (
    <>
      <FilterSelect
        label="State"
        name="state"
        value={state}
        options={[all("Any state"), ...states.map((value) => ({ value, label: stateWords[value] }))]}
      />
      {groups.length > 0 ? (
        <FilterSelect
          label="Group"
          name="group"
          value={input.group}
          options={[all("Any group"), ...groups.map((group) => ({ value: group, label: group }))]}
        />
      ) : null}
      <FilterSelect
        label="Archived"
        name="archived"
        value={input.archived ? "true" : undefined}
        options={[all("In use"), { value: "true", label: "Archived" }]}
      />
    </>
  );
}

function NoComponents({
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
      <Empty title="No component matches" action={<ButtonLink href={path}>Show all</ButtonLink>}>
        Search looks in names and descriptions.
      </Empty>
    );
  return (
    <Empty
      title="No component yet"
      action={
        mayWrite ? (
          <ButtonLink tone="primary" href={`${path}/new`}>
            New component
          </ButtonLink>
        ) : null
      }
    >
      Begin with what customers would name first when it fails: “Checkout”, “API”, “Sign-in”. Monitors, status
      pages and contracts all speak of components.
    </Empty>
  );
}
