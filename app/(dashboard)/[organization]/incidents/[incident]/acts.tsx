import type { MemberPage } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Confirm } from "@/app/_ui/confirm";
import { type IncidentView, incidentListInput } from "@/lib/domain/incident";
import { listIncidents } from "@/lib/operations/incidents";
import { retireIncident } from "../actions";
import { MergeButton } from "./merge-button";

/** What can be done with the whole incident. */
export async function Acts({
  member,
  view,
  mayWrite,
}: {
  member: MemberPage;
  view: IncidentView;
  mayWrite: boolean;
}) {
  const { scope, organization } = member;
  const path = `/${organization.slug}/incidents/${view.id}`;
  const isDraft = view.publishedAt === null;
  const postmortem =
    view.postmortem !== null || (mayWrite && view.resolvedAt !== null && !isDraft) ? (
      <ButtonLink href={`${path}/postmortem`} tone={view.resolvedAt === null ? "quiet" : "primary"}>
        {view.postmortem === null ? "Write postmortem" : "Postmortem"}
      </ButtonLink>
    ) : null;
  if (!mayWrite) return postmortem;
  const { items } = await listIncidents(scope, incidentListInput.parse({ status: "open", limit: 100 }));
  const others = items.filter(({ id }) => id !== view.id).map(({ id, title }) => ({ id, title }));
  return (
    <>
      {postmortem}
      {others.length > 0 && view.resolvedAt === null ? (
        <MergeButton organization={organization.slug} id={view.id} others={others} />
      ) : null}
      <Confirm
        label={isDraft ? "Dismiss" : "Archive"}
        title={isDraft ? "Dismiss this draft?" : `Archive ${view.title}?`}
        verb={isDraft ? "Dismiss draft" : "Archive incident"}
        action={retireIncident}
        fields={{ organization: organization.slug, id: view.id }}
      >
        {isDraft
          ? "Nothing of it was public. It does not come back for the same outage; its facts stay."
          : "It leaves every page and says nothing of its components from now on. What it said before stays in the ledger, and its facts stay."}
      </Confirm>
    </>
  );
}
