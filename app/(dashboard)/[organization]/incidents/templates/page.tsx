import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { Confirm } from "@/app/_ui/confirm";
import { Empty } from "@/app/_ui/empty";
import { PageHead, Section } from "@/app/_ui/page-head";
import type { TemplateView } from "@/lib/domain/incident-template";
import { listTemplates } from "@/lib/operations/incident-templates";
import { dropTemplate } from "../actions";
import { IncidentTabs } from "../incident-tabs";
import { impactWords, statusWords } from "../words";
import { TemplateForm } from "./template-form";

export const metadata: Metadata = { title: "Incident templates" };

type Props = { params: Promise<{ organization: string }> };

/** Words prepared in a calm hour. */
export default async function TemplatesPage({ params }: Props) {
  const { scope, organization } = await memberPage(params, "write");
  const { items } = await listTemplates(scope);
  return (
    <>
      <PageHead title="Incident templates">Words prepared in a calm hour, for the hour that is not.</PageHead>
      <IncidentTabs path={`/${organization.slug}/incidents`} current="/templates" mayWrite />
      {items.length > 0 ? (
        <ul className="mb-10 divide-y divide-line rounded-md border bg-surface">
          {items.map((template) => (
            <Template key={template.id} template={template} organization={organization.slug} />
          ))}
        </ul>
      ) : (
        <div className="mb-10">
          <Empty title="No template yet">
            For example “Payment provider trouble”: “{"{{component}}"} is slow since {"{{since}}"}. Our
            payment provider has trouble of its own.” The variables are filled in when it is published.
          </Empty>
        </div>
      )}
      <Section title="New template">
        <TemplateForm organization={organization.slug} />
      </Section>
    </>
  );
}

function Template({ template, organization }: { template: TemplateView; organization: string }) {
  const { id, name, title, body, status, impact } = template;
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{name}</p>
        <p className="break-words text-ink-2">{title}</p>
        <p className="line-clamp-2 whitespace-pre-wrap break-words text-ink-3">{body}</p>
        <p className="mt-1 text-ink-3 text-xs">
          {statusWords[status]}
          {impact ? ` · ${impactWords[impact]}` : ""}
        </p>
      </div>
      <Confirm
        label="Remove"
        title={`Remove ${name}?`}
        verb="Remove template"
        action={dropTemplate}
        fields={{ organization, id }}
      >
        Incidents told with its words keep them.
      </Confirm>
    </li>
  );
}
