import type { Metadata } from "next";
import { memberPage, type Search, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import { listIncidentActions } from "@/lib/operations/action-items";
import { listTeam } from "@/lib/operations/incident-desk";
import { getIncident } from "@/lib/operations/incidents";
import { draftPostmortem } from "@/lib/operations/postmortems";
import { ActionTable } from "../../actions/action-table";
import { Prose } from "../../prose";
import { ActionForm } from "./action-form";
import { PostmortemForm } from "./postmortem-form";

export const metadata: Metadata = { title: "Postmortem" };

type Props = { params: Promise<{ organization: string; incident: string }>; searchParams: Search };

/** What was learned: written in peace, published by an act of its own, with what is to change. */
export default async function PostmortemPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const id = (await params).incident;
  const view = await shown(getIncident(scope, id));
  const [text, actions, team, { saved }] = await Promise.all([
    draftPostmortem(scope, id, now),
    listIncidentActions(scope, id),
    listTeam(scope),
    searchParams,
  ]);
  const path = `/${organization.slug}/incidents/${id}`;
  const mayWrite = scope.grants.has("write") && view.archivedAt === null && view.mergedInto === null;
  return (
    <>
      <PageHead title="Postmortem" crumb={{ label: view.title, href: path }}>
        {view.postmortemPublishedAt === null ? (
          "Nobody outside reads it before it is published."
        ) : (
          <>
            Public since <Time at={view.postmortemPublishedAt} now={now} zone={zone} />
            {view.postmortem === view.publicPostmortem ? "" : ". It was changed since; publish it again."}
          </>
        )}
      </PageHead>
      {saved === "published" ? <Banner tone="good" title="Published." live /> : null}
      {saved === "kept" ? <Banner tone="good" title="Saved. Nobody outside reads it yet." live /> : null}
      {mayWrite ? (
        <PostmortemForm
          key={view.version}
          organization={organization.slug}
          incident={view}
          text={text}
          isOver={view.resolvedAt !== null && view.publishedAt !== null}
        >
          <Prose text={text} />
        </PostmortemForm>
      ) : (
        <Prose text={view.postmortem ?? "No postmortem was written."} className="mb-10" />
      )}
      <Section title="What we change" aside={<span id="actions">{actions.length} in all</span>}>
        {actions.length > 0 ? (
          <ActionTable
            actions={actions}
            organization={organization.slug}
            back={`${path}/postmortem#actions`}
            mayWrite={mayWrite}
            now={now}
            isBoard={false}
          />
        ) : (
          <p className="text-ink-2 text-sm">
            Nothing is promised yet. An action has an owner and a due date, and stays visible until it is
            done.
          </p>
        )}
        {mayWrite ? <ActionForm organization={organization.slug} incidentId={id} team={team} /> : null}
      </Section>
    </>
  );
}
