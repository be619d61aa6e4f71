import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { memberPage, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { componentListInput } from "@/lib/domain/component";
import { listComponents } from "@/lib/operations/components";
import { getPage } from "@/lib/operations/pages";
import { componentRows, fieldsOfPage } from "../../_form/initial";
import { PageForm } from "../../_form/page-form";
import { updatePageAction } from "../../actions";

export const metadata: Metadata = { title: "Edit page" };

type Props = { params: Promise<{ organization: string; page: string }> };

export default async function EditPagePage({ params }: Props) {
  const { scope, organization, now } = await memberPage(params, "write");
  const page = await shown(getPage(scope, (await params).page));
  const path = `/${organization.slug}/pages/${page.id}`;
  if (page.archivedAt !== null) redirect(path);
  const { items } = await listComponents(scope, componentListInput.parse({ limit: 200 }), now);
  return (
    <>
      <PageHead title={`Edit ${page.name}`} crumb={{ label: page.name, href: path }} />
      <PageForm
        action={updatePageAction}
        organization={organization.slug}
        initial={fieldsOfPage(page)}
        rows={componentRows(items, page)}
        fixed={{ id: page.id, version: page.version }}
        cancel={path}
      />
    </>
  );
}
