import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { listProviders } from "@/lib/operations/provider-sources";
import { UpstreamContractForm } from "./upstream-contract-form";

export const metadata: Metadata = { title: "Contract with a provider" };

type Props = { params: Promise<{ organization: string }> };

export default async function NewUpstreamContractPage({ params }: Props) {
  const { scope, organization, now } = await memberPage(params, "finance");
  const [{ components }, providers] = await Promise.all([
    readComponentChoices(scope),
    listProviders(scope, now),
  ]);
  return (
    <>
      <PageHead
        title="Contract with a provider"
        crumb={{ label: "Claims", href: `/${organization.slug}/providers/claims` }}
      >
        Its periods are assessed from our own measurement by the engine that judges our promises.
      </PageHead>
      <UpstreamContractForm
        organization={organization.slug}
        components={components}
        providers={providers.map(({ id, name }) => ({ id, name }))}
      />
    </>
  );
}
