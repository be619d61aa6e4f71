import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { listOffered } from "@/lib/operations/page-reading";
import { componentRows, newPageFields } from "../_form/initial";
import { PageForm } from "../_form/page-form";
import { createPageAction } from "../actions";

export const metadata: Metadata = { title: "New page" };

type Props = { params: Promise<{ organization: string }> };

export default async function NewPagePage({ params }: Props) {
  const { scope, organization, zone } = await memberPage(params, "write");
  const offered = await listOffered(scope, null);
  const list = `/${organization.slug}/pages`;
  return (
    <>
      <PageHead title="New page" crumb={{ label: "Pages", href: list }} />
      <PageForm
        action={createPageAction}
        organization={organization.slug}
        initial={newPageFields(zone)}
        rows={componentRows(offered, null)}
        cancel={list}
      />
    </>
  );
}
