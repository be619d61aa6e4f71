import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { memberPage, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { getComponent } from "@/lib/operations/components";
import { ComponentForm } from "../../component-form";

export const metadata: Metadata = { title: "Edit component" };

type Props = { params: Promise<{ organization: string; component: string }> };

export default async function EditComponent({ params }: Props) {
  const { scope, organization, now } = await memberPage(params, "write");
  const { component: id } = await params;
  const [component, { components, groups }] = await Promise.all([
    shown(getComponent(scope, id, now)),
    readComponentChoices(scope),
  ]);
  const path = `/${organization.slug}/components/${id}`;
  if (component.archivedAt !== null) redirect(path);
  return (
    <>
      <PageHead title={`Edit ${component.name}`} crumb={{ label: component.name, href: path }} />
      <ComponentForm
        organization={organization.slug}
        edited={component}
        choices={components}
        groups={groups}
      />
    </>
  );
}
