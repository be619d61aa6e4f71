import type { MemberPage } from "@/app/_server/page";
import type { IncidentView } from "@/lib/domain/incident";
import { previewIncident } from "@/lib/operations/incident-preview";
import { listTemplates } from "@/lib/operations/incident-templates";
import type { Choice } from "../_composer/component-states";
import { Composer } from "../_composer/composer";
import { showPreview } from "../_composer/preview-data";
import { draftStart } from "../_composer/start";
import { TemplateLinks } from "../_composer/template-links";

/** The draft in the composer, with what pages and mails will say already beside it: one key publishes. */
export async function DraftDesk({
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
  const { scope, organization, now, zone } = member;
  const { items: templates } = await listTemplates(scope);
  const template = templates.find(({ id }) => id === search.template);
  const start = draftStart(view, template, zone);
  const preview = await previewIncident(scope, wordsOf(view), now);
  const path = `/${organization.slug}/incidents/${view.id}`;
  return (
    <section aria-label="Composer" className="mb-10">
      <TemplateLinks templates={templates} path={path} />
      <Composer
        key={`${template?.id ?? ""} ${view.updates.length}`}
        organization={organization.slug}
        kind="draft"
        incident={view}
        start={start}
        choices={choices}
        zone={zone}
        shown={await showPreview(preview, zone, now)}
      />
    </section>
  );
}

function wordsOf(view: IncidentView) {
  const word = view.updates.findLast((each) => each.publishedAt === null && !each.isPrivate);
  return {
    incident_id: view.id,
    title: view.title,
    status: word?.status ?? view.status,
    impact: view.impact,
    body: word?.body ?? "",
    components: [...(word?.components ?? [])],
    started_at: view.startedAt,
    next_update_at: word?.nextUpdateAt ?? null,
  };
}
