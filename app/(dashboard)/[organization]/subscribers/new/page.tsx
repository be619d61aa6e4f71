import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { memberPage, type Search, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { readPageParts } from "@/lib/operations/subscribers";
import { addSubscriberAction } from "../actions";
import { AddForm } from "./add-form";

export const metadata: Metadata = { title: "Add a subscriber" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function NewSubscriberPage({ params, searchParams }: Props) {
  const { scope, organization } = await memberPage(params, "write");
  const { page: asked } = await searchParams;
  if (typeof asked !== "string") notFound();
  const { page, parts } = await shown(readPageParts(scope, asked));
  const path = `/${organization.slug}/subscribers?page=${page.id}`;
  return (
    <>
      <PageHead title="Add a subscriber" crumb={{ label: `Subscribers of ${page.name}`, href: path }} />
      <AddForm action={addSubscriberAction} organization={organization.slug} pageId={page.id} parts={parts} />
    </>
  );
}
