import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { memberPage, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { getCustomer } from "@/lib/operations/customers";
import { CustomerForm } from "../../customer-form";

export const metadata: Metadata = { title: "Edit customer" };

type Props = { params: Promise<{ organization: string; customer: string }> };

export default async function EditCustomer({ params }: Props) {
  const { scope, organization } = await memberPage(params, "finance");
  const customer = await shown(getCustomer(scope, (await params).customer));
  const path = `/${organization.slug}/customers/${customer.id}`;
  if (customer.archivedAt !== null) redirect(path);
  return (
    <>
      <PageHead title={`Edit ${customer.name}`} crumb={{ label: customer.name, href: path }} />
      <CustomerForm organization={organization.slug} edited={customer} />
    </>
  );
}
