import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { CustomerForm } from "../customer-form";

export const metadata: Metadata = { title: "New customer" };

export default async function NewCustomer({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await memberPage(params, "finance");
  return (
    <>
      <PageHead
        title="New customer"
        crumb={{ label: "Customers", href: `/${organization.slug}/customers` }}
      />
      <CustomerForm organization={organization.slug} edited={null} />
    </>
  );
}
