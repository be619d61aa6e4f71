import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { memberPage, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { PageHead } from "@/app/_ui/page-head";
import { listOffered } from "@/lib/operations/page-reading";
import { getPage } from "@/lib/operations/pages";
import { componentRows, fieldsOfPage } from "../../_form/initial";
import { PageForm } from "../../_form/page-form";
import { updatePageAction } from "../../actions";

export const metadata: Metadata = { title: "Edit page" };

type Props = { params: Promise<{ organization: string; page: string }> };

export default async function EditPagePage({ params }: Props) {
  const { scope, organization } = await memberPage(params, "write");
  const page = await shown(getPage(scope, (await params).page));
  const path = `/${organization.slug}/pages/${page.id}`;
  if (page.archivedAt !== null) redirect(path);
  const offered = await listOffered(scope, page.components);
  return (
    <>
      <PageHead
        title={`Edit ${page.name}`}
        crumb={{ label: page.name, href: path }}
        actions={
          <ButtonLink href={`/status/${page.slug}`} prefetch={false} target="_blank" rel="noopener">
            See it as it is
          </ButtonLink>
        }
      />
      <PageForm
        action={updatePageAction}
        organization={organization.slug}
        initial={fieldsOfPage(page)}
        rows={componentRows(offered, page)}
        fixed={{ id: page.id, version: page.version }}
        cancel={path}
      />
    </>
  );
}
