import type { MemberPage } from "@/app/_server/page";
import type { IncidentView } from "@/lib/domain/incident";
import type { Choice } from "../_composer/component-states";
import { Composer } from "../_composer/composer";
import { updateStart } from "../_composer/start";

/** The composer of the next word; folded away once the incident is over. */
export function LiveDesk({
  member,
  view,
  choices,
  search,
}: {
  member: MemberPage;
  view: IncidentView;
  choices: readonly Choice[];
  search: Record<string, string | string[] | undefined>;
}) {
  const { organization, now, zone } = member;
  const start = updateStart(view, search.undone !== undefined, now);
  const composer = (
    <Composer
      key={`${search.said ?? ""} ${search.undone ?? ""}`}
      organization={organization.slug}
      kind="update"
      incident={view}
      start={start}
      choices={choices}
      zone={zone}
      shown={null}
    />
  );
  if (view.resolvedAt === null)
    return (
      <section aria-label="Composer" className="mb-10">
        {composer}
      </section>
    );
  return (
    <details className="mb-8 rounded-md border bg-surface px-4 py-2">
      <summary className="text-ink-2 text-sm">Say more, or open it again</summary>
      <div className="pt-4">{composer}</div>
    </details>
  );
}
