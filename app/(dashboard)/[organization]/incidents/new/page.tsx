import type { Metadata } from "next";
import { memberPage, type Search } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { listTemplates } from "@/lib/operations/incident-templates";
import { Composer } from "../_composer/composer";
import { loadChoices, newStart } from "../_composer/start";
import { TemplateLinks } from "../_composer/template-links";

export const metadata: Metadata = { title: "New incident" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function NewIncident({ params, searchParams }: Props) {
  const { scope, organization, zone } = await memberPage(params, "write");
  const { template: asked, component } = await searchParams;
  const [{ items: templates }, choices] = await Promise.all([listTemplates(scope), loadChoices(scope)]);
  const template = templates.find(({ id }) => id === asked);
  const named = [component].flat().filter((id) => id !== undefined);
  const path = `/${organization.slug}/incidents`;
  return (
    <>
      <PageHead title="New incident" crumb={{ label: "Incidents", href: path }}>
        Published at once; mails leave ten seconds later, and until then you can take it back.
      </PageHead>
      <TemplateLinks templates={templates} path={`${path}/new`} />
      <Composer
        key={template?.id ?? ""}
        organization={organization.slug}
        kind="new"
        incident={null}
        start={newStart(template, named)}
        choices={choices}
        zone={zone}
        shown={null}
      />
    </>
  );
}
