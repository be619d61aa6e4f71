import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { ComponentForm } from "../component-form";

export const metadata: Metadata = { title: "New component" };

export default async function NewComponent({ params }: { params: Promise<{ organization: string }> }) {
  const { scope, organization } = await memberPage(params, "write");
  const { components, groups } = await readComponentChoices(scope);
  return (
    <>
      <PageHead
        title="New component"
        crumb={{ label: "Components", href: `/${organization.slug}/components` }}
      />
      <ComponentForm organization={organization.slug} edited={null} choices={components} groups={groups} />
    </>
  );
}
