import { Banner } from "@/app/_ui/banner";
import type { IncidentView } from "@/lib/domain/incident";
import type { Ms } from "@/lib/domain/time";
import { UndoBar } from "./undo-bar";

/** What has just happened, with the way back while there is one. */
export function Said({
  view,
  organization,
  mayWrite,
  search,
  now,
}: {
  view: IncidentView;
  organization: string;
  mayWrite: boolean;
  search: Record<string, string | string[] | undefined>;
  now: Ms;
}) {
  const last = view.updates.findLast(
    ({ isPrivate, publishedAt, withdrawnAt }) => !isPrivate && publishedAt !== null && withdrawnAt === null,
  );
  if (mayWrite && last?.undoUntil != null && last.undoUntil > now)
    return (
      <UndoBar
        key={last.id}
        organization={organization}
        incidentId={view.id}
        leftMs={last.undoUntil - now}
        isMailed={last.notify}
      />
    );
  if (search.undone !== undefined)
    return (
      <Banner title="Taken back before anything was sent." live>
        The words are in the composer again. Both acts stay in the facts.
      </Banner>
    );
  if (search.saved === "draft") return <Banner tone="good" title="The draft is kept." live />;
  if (view.mergedInto !== null)
    return (
      <Banner title="Another incident tells this story now.">
        <a href={`/${organization}/incidents/${view.mergedInto}`} className="underline">
          Continue there
        </a>
      </Banner>
    );
  return null;
}
