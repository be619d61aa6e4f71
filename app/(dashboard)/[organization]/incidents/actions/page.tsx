import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { actionListInput } from "@/lib/domain/postmortem";
import { listActions } from "@/lib/operations/action-items";
import { listTeam } from "@/lib/operations/incident-desk";
import { IncidentTabs } from "../incident-tabs";
import { ActionTable } from "./action-table";

export const metadata: Metadata = { title: "Open actions" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

/** What postmortems promised and is not done yet, over all incidents. */
export default async function ActionsPage({ params, searchParams }: Props) {
  const { scope, organization, now } = await memberPage(params);
  const input = await readSearch(actionListInput, searchParams);
  const [{ items, nextCursor }, team] = await Promise.all([
    shown(listActions(scope, input, now)),
    listTeam(scope),
  ]);
  const path = `/${organization.slug}/incidents`;
  const mayWrite = scope.grants.has("write");
  const flag = (value: boolean | undefined) => (value ? "true" : undefined);
  const query = {
    ...{ q: input.q, owner_id: input.owner_id, cursor: input.cursor },
    ...{ overdue: flag(input.overdue), done: flag(input.done) },
  };
  return (
    <>
      <PageHead title="Open actions">What postmortems promised, soonest due first.</PageHead>
      <IncidentTabs path={path} current="/actions" mayWrite={mayWrite} />
      <FilterBar
        action={`${path}/actions`}
        q={input.q}
        placeholder="Search action or incident"
        aside={items.length > 0 ? <CsvButton table="actions-table" file="actions.csv" /> : null}
      >
        <Filters owner={input.owner_id} overdue={query.overdue} done={query.done} team={team} />
      </FilterBar>
      {items.length > 0 ? (
        <ActionTable
          actions={items}
          organization={organization.slug}
          back={`${path}/actions`}
          mayWrite={mayWrite}
          now={now}
          isBoard
        />
      ) : (
        <Empty title={Object.values(query).some(Boolean) ? "No action matches" : "Nothing is promised"}>
          Actions are added to a postmortem, each with an owner and a due date, for example “Alert on
          replication lag”. They stay here until they are done; owners of overdue ones are reminded every
          week.
        </Empty>
      )}
      <Pager
        path={`${path}/actions`}
        query={query}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "action" : "actions"}
      />
    </>
  );
}

function Filters({
  owner,
  overdue,
  done,
  team,
}: {
  owner: string | undefined;
  overdue: string | undefined;
  done: string | undefined;
  team: readonly { id: string; name: string }[];
}) {
  return (
    <>
      <FilterSelect
        label="Owner"
        name="owner_id"
        value={owner}
        options={[
          { value: "", label: "Any owner" },
          ...team.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <FilterSelect
        label="Due"
        name="overdue"
        value={overdue}
        options={[
          { value: "", label: "Any due date" },
          { value: "true", label: "Overdue" },
        ]}
      />
      <FilterSelect
        label="Done"
        name="done"
        value={done}
        options={[
          { value: "", label: "Open" },
          { value: "true", label: "Done" },
        ]}
      />
    </>
  );
}
