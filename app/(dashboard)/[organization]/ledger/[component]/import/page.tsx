import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { getComponent } from "@/lib/operations/components";
import { ImportForm } from "./import-form";

export const metadata: Metadata = { title: "Import history" };

type Props = { params: Promise<{ organization: string; component: string }> };

export default async function ImportPage({ params }: Props) {
  const { scope, organization, now } = await memberPage(params, "write");
  const { component: id } = await params;
  const { name } = await shown(getComponent(scope, id, now));
  return (
    <>
      <PageHead
        title={`Import history of ${name}`}
        crumb={{ label: "Ledger", href: `/${organization.slug}/ledger/${id}` }}
      >
        What happened before anything was watched here. All of it is written, or nothing.
      </PageHead>
      <ImportForm organization={organization.slug} component={id} />
    </>
  );
}
