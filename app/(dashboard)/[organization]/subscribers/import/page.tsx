import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { memberPage, type Search, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { readPageParts } from "@/lib/operations/subscribers";
import { importSubscribersAction } from "../actions";
import { ImportForm } from "./import-form";

export const metadata: Metadata = { title: "Import subscribers" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function ImportSubscribersPage({ params, searchParams }: Props) {
  const { scope, organization } = await memberPage(params, "write");
  const { page: asked } = await searchParams;
  if (typeof asked !== "string") notFound();
  const { page } = await shown(readPageParts(scope, asked));
  const path = `/${organization.slug}/subscribers?page=${page.id}`;
  return (
    <>
      <PageHead title="Import subscribers" crumb={{ label: `Subscribers of ${page.name}`, href: path }}>
        They are active at once, so only import people who agreed to hear from {page.name}.
      </PageHead>
      <ImportForm action={importSubscribersAction} organization={organization.slug} pageId={page.id} />
    </>
  );
}
