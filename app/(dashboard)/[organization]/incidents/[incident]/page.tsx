import type { Metadata } from "next";
import { type MemberPage, memberPage, type Search, shown } from "@/app/_server/page";
import { Live } from "@/app/_ui/live";
import { PageHead } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import type { IncidentView } from "@/lib/domain/incident";
import { listTeam, readIncidentFacts } from "@/lib/operations/incident-desk";
import { readIncidentMeasures } from "@/lib/operations/incident-measures";
import { getIncident } from "@/lib/operations/incidents";
import { loadChoices } from "../_composer/start";
import { ImpactLabel, standingWord } from "../words";
import { Acts } from "./acts";
import { Around } from "./around";
import { DraftDesk } from "./draft-desk";
import { FactList } from "./fact-list";
import { LiveDesk } from "./live-desk";
import { ProvidersSaid } from "./providers-said";
import { Said } from "./said";
import { Thread } from "./thread";

type Props = { params: Promise<{ organization: string; incident: string }>; searchParams: Search };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope } = await memberPage(params);
  return { title: (await shown(getIncident(scope, (await params).incident))).title };
}

export default async function IncidentPage({ params, searchParams }: Props) {
  const member = await memberPage(params);
  const { scope, organization, now, zone } = member;
  const view = await shown(getIncident(scope, (await params).incident));
  const search = await searchParams;
  const [around, measured, team, choices] = await Promise.all([
    readIncidentFacts(scope, view.id),
    readIncidentMeasures(scope, view.id),
    listTeam(scope),
    loadChoices(scope),
  ]);
  const people = new Map(team.map(({ id, name }) => [`user:${id}`, name]));
  const isLive = view.archivedAt === null && view.mergedInto === null;
  const mayWrite = scope.grants.has("write") && isLive;
  const isDraft = view.publishedAt === null;
  const desk = { member, view, choices, search };
  return (
    <>
      <Live />
      <Head member={member} view={view} mayWrite={mayWrite} />
      <Said view={view} organization={organization.slug} mayWrite={mayWrite} search={search} now={now} />
      {mayWrite && isDraft ? <DraftDesk {...desk} /> : null}
      {mayWrite && !isDraft ? <LiveDesk {...desk} /> : null}
      <div className="grid gap-x-10 gap-y-2 lg:grid-cols-2">
        <div className="min-w-0">
          <Thread
            view={view}
            organization={organization.slug}
            people={people}
            choices={choices}
            now={now}
            zone={zone}
            mayWrite={mayWrite}
          />
        </div>
        <div className="min-w-0">
          <Around
            view={view}
            desk={around.desk}
            measured={measured}
            organization={organization.slug}
            now={now}
            zone={zone}
          />
          <ProvidersSaid member={member} id={view.id} />
          <FactList
            facts={around.facts}
            people={people}
            choices={choices}
            organization={organization.slug}
            now={now}
            zone={zone}
          />
        </div>
      </div>
    </>
  );
}

function Head({ member, view, mayWrite }: { member: MemberPage; view: IncidentView; mayWrite: boolean }) {
  const { organization, now, zone } = member;
  return (
    <PageHead
      title={<span className="break-words">{view.title}</span>}
      crumb={{ label: "Incidents", href: `/${organization.slug}/incidents` }}
      actions={<Acts member={member} view={view} mayWrite={mayWrite} />}
    >
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ImpactLabel impact={view.impact} />
        <span>{standingWord(view)}</span>
        <span>
          {view.resolvedAt === null ? "since " : "from "}
          <Time at={view.startedAt} now={now} zone={zone} />
          {view.resolvedAt === null ? null : (
            <>
              {" to "}
              <Time at={view.resolvedAt} now={now} zone={zone} />
            </>
          )}
        </span>
      </span>
    </PageHead>
  );
}
