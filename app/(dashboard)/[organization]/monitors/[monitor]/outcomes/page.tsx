import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { address, Pager } from "@/app/_ui/list-controls";
import { Choices } from "@/app/_ui/tabs";
import { type OutcomeResult, outcomeListInput, outcomeResults } from "@/lib/domain/monitor";
import { getMonitor } from "@/lib/operations/monitors";
import { listOutcomes } from "@/lib/operations/outcomes";
import { MonitorHead } from "../../_detail/head";
import { OutcomeTable } from "../../_detail/outcome-table";

export const metadata: Metadata = { title: "Outcomes" };

type Props = { params: Promise<{ organization: string; monitor: string }>; searchParams: Search };

const resultWords: Record<OutcomeResult, string> = { ok: "Succeeded", failed: "Failed", suspect: "Suspect" };

export default async function OutcomesPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const { monitor: id } = await params;
  const input = await readSearch(outcomeListInput, searchParams);
  const [monitor, { items, nextCursor }] = await Promise.all([
    shown(getMonitor(scope, id)),
    shown(listOutcomes(scope, id, input)),
  ]);
  const path = `/${organization.slug}/monitors/${id}/outcomes`;
  const choices = [undefined, ...outcomeResults].map((result) => ({
    label: result === undefined ? "All" : resultWords[result],
    href: address(path, { result }),
    current: result === input.result,
  }));
  return (
    <>
      <MonitorHead
        monitor={monitor}
        organization={organization.slug}
        mayWrite={scope.grants.has("write")}
        view="outcomes"
        now={now}
        zone={zone}
      />
      <div className="mb-3 flex items-center justify-between gap-4">
        <Choices label="Result" choices={choices} />
        {items.length > 0 ? <CsvButton table="outcomes" file="outcomes.csv" /> : null}
      </div>
      {items.length > 0 ? (
        <OutcomeTable outcomes={items} now={now} zone={zone} />
      ) : (
        <Empty
          title={
            input.result
              ? `No outcome is marked ${resultWords[input.result].toLowerCase()}`
              : "Nothing ran yet"
          }
        >
          {input.result === "suspect"
            ? "While a probe is unfit, its outcomes are kept, marked suspect, and count for nothing."
            : "Outcomes show here as they come in, newest first."}
        </Empty>
      )}
      <Pager
        path={path}
        query={{ result: input.result, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "outcome" : "outcomes"}
      />
    </>
  );
}
