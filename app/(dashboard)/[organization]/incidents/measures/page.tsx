import type { Metadata } from "next";
import type { ReactNode } from "react";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { CsvButton } from "@/app/_ui/csv-button";
import { Duration } from "@/app/_ui/duration";
import { Empty } from "@/app/_ui/empty";
import { PageHead } from "@/app/_ui/page-head";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Choices } from "@/app/_ui/tabs";
import { Time } from "@/app/_ui/time";
import { measuresInput, quarterBefore, quarterNameAt } from "@/lib/domain/incident-measure";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { type QuarterView, readQuarter } from "@/lib/operations/incident-measures";
import { IncidentTabs } from "../incident-tabs";

export const metadata: Metadata = { title: "Incident measures" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

/** Quarters that can be chosen. */
const quartersShown = 5;

/** How fast we see, say and mend, quarter by quarter. */
export default async function MeasuresPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(measuresInput, searchParams);
  const view = await shown(readQuarter(scope, input, now));
  const path = `/${organization.slug}/incidents`;
  return (
    <>
      <PageHead
        title="Incident measures"
        actions={
          <Choices
            label="Quarter"
            choices={quartersTo(now).map((quarter) => ({
              label: quarter.replace("-", " "),
              href: `${path}/measures?quarter=${quarter}`,
              current: quarter === view.quarter,
            }))}
          />
        }
      >
        Medians over the incidents that began in the quarter, in UTC. A dash: nothing was recorded to measure.
      </PageHead>
      <IncidentTabs path={path} current="/measures" mayWrite={scope.grants.has("write")} />
      <Figures view={view} />
      {view.list.length > 0 ? (
        <List view={view} path={path} now={now} zone={zone} />
      ) : (
        <Empty title="No incident began in this quarter">
          Each published incident is measured from its beginning: until a check confirmed it, until the first
          public word, until the first mail, until it was restored.
        </Empty>
      )}
    </>
  );
}

function quartersTo(now: Ms): string[] {
  const names = [quarterNameAt(now)];
  while (names.length < quartersShown) names.unshift(quarterBefore(names[0] ?? ""));
  return names;
}

function Figures({ view }: { view: QuarterView }) {
  const { incidents, repeats, median, betweenMs } = view;
  return (
    <dl className="mb-8 grid grid-cols-2 gap-x-6 gap-y-5 rounded-md border bg-surface p-5 sm:grid-cols-4 lg:grid-cols-7">
      <Figure label="Incidents">{incidents}</Figure>
      <Figure label="To detect">
        <Length lengthMs={median.detectMs} />
      </Figure>
      <Figure label="To first word">
        <Length lengthMs={median.firstWordMs} />
      </Figure>
      <Figure label="To first mail">
        <Length lengthMs={median.notifyMs} />
      </Figure>
      <Figure label="To restore">
        <Length lengthMs={median.restoreMs} />
      </Figure>
      <Figure label="Between incidents">
        <Length lengthMs={betweenMs} />
      </Figure>
      <Figure label="Happened before">
        {repeats} of {incidents}
      </Figure>
    </dl>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="text-ink-3 text-xs">{label}</dt>
      <dd className="font-semibold text-lg tabular-nums">{children}</dd>
    </div>
  );
}

function Length({ lengthMs }: { lengthMs: Ms | null }) {
  return lengthMs === null ? <span className="text-ink-3">—</span> : <Duration lengthMs={lengthMs} />;
}

const columns: readonly Column[] = [
  { label: "Incident" },
  { label: "Began", wide: true },
  { label: "To detect", numeric: true, wide: true },
  { label: "To first word", numeric: true, wide: true },
  { label: "To first mail", numeric: true, wide: true },
  { label: "To restore", numeric: true },
  { label: "Before", wide: true },
];

function List({ view, path, now, zone }: { view: QuarterView; path: string; now: Ms; zone: string }) {
  const length = (lengthMs: Ms | null) => (
    <Cell numeric wide csv={lengthMs ?? ""}>
      <Length lengthMs={lengthMs} />
    </Cell>
  );
  return (
    <>
      <div className="mb-3 flex justify-end">
        <CsvButton table="measures" file={`incidents-${view.quarter}.csv`} />
      </div>
      <Table label="Incidents of the quarter" id="measures" columns={columns}>
        {view.list.map((each) => (
          <Row key={each.id}>
            <Cell className="max-w-0 truncate sm:max-w-80">
              <RowLink href={`${path}/${each.id}`}>{each.title}</RowLink>
            </Cell>
            <Cell wide className="text-ink-2" csv={formatInstant(each.startedAt)}>
              <Time at={each.startedAt} now={now} zone={zone} />
            </Cell>
            {length(each.detectMs)}
            {length(each.firstWordMs)}
            {length(each.notifyMs)}
            <Cell numeric csv={each.restoreMs ?? ""}>
              <Length lengthMs={each.restoreMs} />
            </Cell>
            <Cell wide className="text-ink-2">
              {each.isRepeat ? "Yes" : "—"}
            </Cell>
          </Row>
        ))}
      </Table>
    </>
  );
}
